package dev.tallystick.identity;

import dev.tallystick.account.Actor;
import dev.tallystick.identity.ProviderClient.Departure;
import dev.tallystick.identity.ProviderClient.Exchange;
import dev.tallystick.identity.SignInAttempts.Attempt;
import dev.tallystick.postgres.Database;
import dev.tallystick.session.Opening;
import dev.tallystick.session.Session;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signing in with an account at a provider: people leave for the provider and come back.
/// Thread-safe.
public final class ProviderSignIns implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProviderSignIns.class);
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");

  private final Providers providers;
  private final Identities identities;
  private final SignInAttempts attempts;
  private final ProviderHttp http = new ProviderHttp();
  private final Map<String, ProviderClient> clients;

  public ProviderSignIns(
      Providers providers, Identities identities, Database database, InstantSource clock) {
    this.providers = providers;
    this.identities = identities;
    this.attempts = new SignInAttempts(database, clock);
    this.clients =
        providers.all().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Provider::name, provider -> ProviderClient.of(provider, http, clock)));
  }

  /// The providers that people may sign in with.
  public Providers providers() {
    return providers;
  }

  /// The accounts that were linked by it.
  public Identities identities() {
    return identities;
  }

  /// What came of wanting to sign in.
  public sealed interface Beginning {
    /// Send the browser there.
    ///
    /// @param browserSecret for the browser to keep in a cookie until it comes back
    record Leave(URI to, String browserSecret) implements Beginning {
      /// Without the secret, so that no log line has it.
      @Override
      public String toString() {
        return "Leave[***]";
      }
    }

    record Unreachable() implements Beginning {}
  }

  /// Sends a person to a provider.
  ///
  /// @param publicUrl where browsers find this service, without a slash at its end
  /// @param browserSecret what the browser keeps of an attempt that is under way
  /// @param nextPath where the person wants to go
  /// @param linkingUserId the signed-in user, if the account is to be linked to them
  public Beginning begin(
      Provider provider,
      String publicUrl,
      Optional<String> browserSecret,
      String nextPath,
      Optional<UUID> linkingUserId) {
    var handshake = Handshake.begin(browserSecret);
    return switch (client(provider).depart(handshake, redirect(publicUrl, provider))) {
      case Departure.To(var uri) -> {
        attempts.begin(handshake, new Attempt(provider.name(), nextPath, linkingUserId));
        yield new Beginning.Leave(uri, handshake.browserSecret());
      }
      case Departure.Unreachable(var why) -> {
        log.warn("{} cannot be reached: {}", provider.name(), why);
        yield new Beginning.Unreachable();
      }
    };
  }

  /// What a browser comes back with.
  ///
  /// @param publicUrl as it was when the person left
  /// @param parameter reads a parameter that the provider sent along
  /// @param browserSecret from the browser's cookie
  /// @param current the session that the browser is in
  /// @param label for a new session
  /// @param network where the browser is, if that says anything
  public record Return(
      String publicUrl,
      Function<String, Optional<String>> parameter,
      Optional<String> browserSecret,
      Optional<Session> current,
      Optional<String> label,
      Optional<String> network) {
    /// Without its values, so that no log line has them.
    @Override
    public String toString() {
      return "Return[***]";
    }
  }

  /// What came of a person's return.
  public sealed interface Ending {
    record SignedIn(Opening.Opened opened, String nextPath) implements Ending {}

    record Linked(String nextPath) implements Ending {}

    /// The attempt is unknown, over, used, or another browser's.
    record NotBegunHere() implements Ending {}

    /// The person did not allow it.
    record Declined() implements Ending {}

    /// The provider refused, or what it said proves nothing.
    record NotProven() implements Ending {}

    record Unreachable() implements Ending {}

    record Refused(Refusal reason) implements Ending {}
  }

  /// Signs in, or links, a person who comes back from a provider.
  public Ending finish(Provider provider, Return returned) {
    var handshake = Handshake.of(returned.parameter().apply("state"), returned.browserSecret());
    var attempt = handshake.flatMap(it -> attempts.take(it, provider.name()));
    if (handshake.isEmpty() || attempt.isEmpty()) return new Ending.NotBegunHere();
    var linking = attempt.get().linkingUserId();
    if (linking.isPresent() && !linking.equals(returned.current().map(Session::userId))) {
      return new Ending.NotBegunHere();
    }
    var code = returned.parameter().apply("code").filter(text -> !text.isBlank());
    if (code.isEmpty()) return withoutCode(provider, returned.parameter().apply("error"));
    var exchange =
        client(provider)
            .exchange(
                new ProviderClient.Code(code.get(), returned.parameter().apply("iss")),
                handshake.get(),
                redirect(returned.publicUrl(), provider));
    return switch (exchange) {
      case Exchange.Proven(var claims) -> proven(claims, attempt.get(), returned);
      case Exchange.NotProven(var why) -> {
        log.warn("{} proves nothing: {}", provider.name(), why);
        yield new Ending.NotProven();
      }
      case Exchange.Unreachable(var why) -> {
        log.warn("{} cannot be reached: {}", provider.name(), why);
        yield new Ending.Unreachable();
      }
    };
  }

  private static Ending withoutCode(Provider provider, Optional<String> error) {
    if (error.filter("access_denied"::equals).isPresent()) return new Ending.Declined();
    var word = error.filter(text -> ERROR.matcher(text).matches()).orElse("an unknown error");
    log.warn("{} sent a person back without a code: {}", provider.name(), word);
    return switch (word) {
      case "temporarily_unavailable", "server_error" -> new Ending.Unreachable();
      default -> new Ending.NotProven();
    };
  }

  private Ending proven(Claims claims, Attempt attempt, Return returned) {
    boolean isLinking = attempt.linkingUserId().isPresent();
    var outcome =
        isLinking
            ? identities.link(claims, person(returned.current().orElseThrow()))
            : identities.signIn(claims, returned.label(), returned.network());
    return switch (outcome) {
      case Identities.Outcome.SignedIn(var opened) ->
          new Ending.SignedIn(opened, attempt.nextPath());
      case Identities.Outcome.Linked() -> new Ending.Linked(attempt.nextPath());
      case Identities.Outcome.Refused(var reason) -> new Ending.Refused(reason);
    };
  }

  private static Actor.Person person(Session session) {
    return new Actor.Person(session.userId(), session.id());
  }

  private ProviderClient client(Provider provider) {
    var client = clients.get(provider.name());
    if (client == null) throw new IllegalArgumentException("not configured: " + provider.name());
    return client;
  }

  private static URI redirect(String publicUrl, Provider provider) {
    return URI.create(publicUrl + "/sign-in/" + provider.name() + "/callback");
  }

  /// Deletes attempts that came to nothing; returns how many. To be called every minute or so.
  public int forgetExpired() {
    return attempts.forgetExpired();
  }

  @Override
  public void close() {
    http.close();
  }
}
