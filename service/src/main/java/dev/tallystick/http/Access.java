package dev.tallystick.http;

import dev.tallystick.account.ServiceKey.Scope;

/// Who may use a route.
sealed interface Access {
  /// Everyone, without a credential.
  record Open() implements Access {}

  /// The product's back end, with a service key of this scope.
  record ServiceKeyWith(Scope scope) implements Access {}
}
