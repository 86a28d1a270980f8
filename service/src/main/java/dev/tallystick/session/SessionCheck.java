package dev.tallystick.session;

import java.util.Locale;

/// What came of checking a session token.
public sealed interface SessionCheck {
  record Active(Session session) implements SessionCheck {}

  record Inactive(Reason reason) implements SessionCheck {}

  /// Why a token is not accepted. All but the first two are told only to who holds the right
  /// secret.
  enum Reason {
    /// No session, or not its secret.
    UNKNOWN,
    /// Of a kind that was not asked for, as everyone sees by its prefix.
    WRONG_KIND,
    /// Idle for too long, or past its absolute end.
    EXPIRED,
    /// Signed out, here or everywhere.
    REVOKED,
    /// Ended because the user opened more sessions than there may be.
    EVICTED,
    /// The user is suspended or closed.
    USER_INACTIVE;

    /// As in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
