package dev.tallystick.identity;

import java.net.URI;
import java.util.List;

/// Who vouches for people, as configured.
public sealed interface Provider {
  /// As in our paths: `/sign-in/{name}`.
  String name();

  /// As people read it: Sign in with …
  String label();

  /// What is stored with an identity.
  String issuer();

  Client client();

  /// Any provider of OpenID Connect.
  ///
  /// @param issuer where its discovery document is found, and what that has to repeat
  record Oidc(String name, String label, String issuer, Client client, List<String> scopes)
      implements Provider {
    public Oidc {
      scopes = List.copyOf(scopes);
    }
  }

  /// GitHub, which speaks OAuth 2 with answers of its own.
  ///
  /// @param url of its pages, where people are asked
  /// @param apiUrl of its API
  record GitHub(Client client, URI url, URI apiUrl) implements Provider {
    static final String NAME = "github";

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public String label() {
      return "GitHub";
    }

    @Override
    public String issuer() {
      return url.toString();
    }
  }

  /// What we are at the provider.
  record Client(String id, String secret) {
    /// Without the secret, so that no log line has it.
    @Override
    public String toString() {
      return id;
    }
  }
}
