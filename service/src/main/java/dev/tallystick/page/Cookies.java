package dev.tallystick.page;

import dev.tallystick.http.Call;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The cookies of the pages: for this host alone, out of reach of scripts, and not sent along with
/// what other sites post here.
final class Cookies {
  private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1");

  private final boolean isSecure;

  /// What a cookie holds.
  enum Kind {
    /// The token of a web session.
    SESSION("tally_session"),
    /// A random text that the form tokens of who is not signed in are made from.
    VISIT("tally_visit"),
    /// The token that a mailed code belongs to.
    MAILED_CODE("tally_mailed_code"),
    /// The secret that sign-ins with a provider belong to while they are under way.
    PROVIDER("tally_provider");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }

  /// @param publicUrl how browsers reach the server: cookies are Secure but for a server on the
  ///   person's own machine
  Cookies(Optional<String> publicUrl) {
    this.isSecure = !publicUrl.map(Cookies::isLocal).orElse(true);
  }

  private static boolean isLocal(String publicUrl) {
    var url = URI.create(publicUrl);
    return url.getScheme().equals("http") && LOCAL_HOSTS.contains(url.getHost());
  }

  Optional<String> read(Call call, Kind kind) {
    return call.cookie(name(kind)).filter(value -> !value.isEmpty());
  }

  /// A `Set-Cookie` that keeps `value` for a while.
  String set(Kind kind, String value, Duration maxAge) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s"
        .formatted(name(kind), value, maxAge.toSeconds(), isSecure ? "; Secure" : "");
  }

  /// A `Set-Cookie` that drops it.
  String clear(Kind kind) {
    return set(kind, "", Duration.ZERO);
  }

  /// A browser keeps a cookie of this prefix only if this host set it, over TLS, for itself.
  private String name(Kind kind) {
    return isSecure ? "__Host-" + kind.name : kind.name;
  }
}
