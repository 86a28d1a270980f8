package dev.tallystick.identity;

import java.net.URI;
import java.util.Optional;

/// How one provider is spoken to: where people are sent, and what the code is worth that they come
/// back with. Thread-safe.
sealed interface ProviderClient permits OidcClient, GitHubClient {
  /// Where to send the browser.
  ///
  /// @param redirect where the provider sends it back to
  Departure depart(Handshake handshake, URI redirect);

  /// Turns the code into claims, all of them checked.
  Exchange exchange(Code code, Handshake handshake, URI redirect);

  static ProviderClient of(Provider provider, ProviderHttp http, java.time.InstantSource clock) {
    return switch (provider) {
      case Provider.Oidc oidc -> new OidcClient(oidc, http, clock);
      case Provider.GitHub gitHub -> new GitHubClient(gitHub, http);
    };
  }

  /// What a provider sent the browser back with.
  ///
  /// @param issuer who says to have sent it (RFC 9207)
  record Code(String value, Optional<String> issuer) {
    /// Without its value, so that no log line has it.
    @Override
    public String toString() {
      return "Code[***]";
    }
  }

  /// What came of asking where to send a browser.
  sealed interface Departure {
    record To(URI uri) implements Departure {}

    record Unreachable(String why) implements Departure {}
  }

  /// What came of a code.
  sealed interface Exchange {
    record Proven(Claims claims) implements Exchange {}

    /// The provider refused the code, or what it answered proves nothing.
    ///
    /// @param why for the log, without secrets
    record NotProven(String why) implements Exchange {}

    /// No usable answer came: it may be different in a moment.
    record Unreachable(String why) implements Exchange {}
  }
}
