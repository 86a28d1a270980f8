package dev.tallystick.session;

import dev.tallystick.account.Token;

/// What came of opening a session.
public sealed interface Opening {
  /// The token is the only copy of its secret.
  record Opened(Session session, Token token) implements Opening {}

  /// The session was opened before, by the same request. Its token was shown then and cannot be
  /// shown again.
  record Replayed(Session session) implements Opening {}

  /// The id belongs to a session of another request.
  record IdReused() implements Opening {}

  record UserUnknown() implements Opening {}

  /// The user is suspended or closed.
  record UserInactive() implements Opening {}
}
