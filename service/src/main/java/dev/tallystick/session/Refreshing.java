package dev.tallystick.session;

import dev.tallystick.account.Token;

/// What came of using a refresh token.
public sealed interface Refreshing {
  /// The session goes on, with these two tokens; those before are refused.
  record Refreshed(Session session, Token token, Token refreshToken) implements Refreshing {}

  /// No refresh token of a session that lives.
  record Unknown() implements Refreshing {}

  /// A former refresh token: somebody else has the session too, so it was ended.
  record Reused() implements Refreshing {}
}
