package dev.tallystick.login;

import dev.tallystick.account.Token;
import dev.tallystick.session.Session;

/// What a client learns when it asks whether its login was approved.
public sealed interface Poll {
  /// It was: the client is signed in. The token is the only copy of its secret.
  record Issued(Session session, Token token) implements Poll {}

  /// Nobody has decided yet, or the paste code is still to come.
  record Pending() implements Poll {}

  /// The client asks too often.
  ///
  /// @param pollSeconds the pause to keep from now on
  record SlowDown(int pollSeconds) implements Poll {}

  /// The person said no, may not sign in (any more), or signed out everywhere since.
  record Denied() implements Poll {}

  record Expired() implements Poll {}

  /// The paste code is not the one that the approve page shows.
  record WrongPasteCode(int triesLeft) implements Poll {}

  /// No login has this device code.
  record Unknown() implements Poll {}

  /// It was redeemed too long ago: somebody has a copy of the device code, so what it opened has
  /// ended.
  record Reused() implements Poll {}
}
