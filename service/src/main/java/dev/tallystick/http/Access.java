package dev.tallystick.http;

import dev.tallystick.account.ServiceKey.Scope;
import java.util.function.Function;

/// Who may use a route.
public sealed interface Access {
  /// Everyone, without a credential.
  record Open() implements Access {}

  /// The product's back end, with a service key of this scope, and nobody else.
  record BackEndWith(Scope scope) implements Access {}

  /// The product's back end, with a service key of this scope, or a member of the staff whose role
  /// carries it, with the token of a web session.
  record ServiceKeyWith(Scope scope) implements Access {}

  /// A user, with a session token; a personal access token needs this scope.
  record SessionWith(PersonalScope scope) implements Access {}

  /// Everyone, in a browser: a page asks for its cookies itself. Query parameters that it does not
  /// know are left alone, because links collect them on their way.
  ///
  /// @param refusal shows to a person what an API's client gets as JSON
  record Browser(Function<Problem, Answer> refusal) implements Access {}

  /// Whoever holds a session token, which may have ended by now: the route looks at it itself.
  record SessionOrEnded() implements Access {}

  /// The scopes of personal access tokens that mean something here; all others are the product's.
  enum PersonalScope {
    /// See what is one's own.
    READ("account:read"),
    /// Change it.
    WRITE("account:write");

    private final String word;

    PersonalScope(String word) {
      this.word = word;
    }

    /// As in a token's scopes.
    String word() {
      return word;
    }
  }
}
