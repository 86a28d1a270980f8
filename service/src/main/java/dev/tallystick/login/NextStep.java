package dev.tallystick.login;

import java.time.Duration;
import java.time.Instant;

/// What a poll leads to, by nothing but the stored login and the time.
enum NextStep {
  DENY,
  EXPIRE,
  SLOW_DOWN,
  WAIT,
  /// Open the session.
  REDEEM,
  /// Redeemed a moment ago: the answer may not have arrived.
  REISSUE,
  /// Redeemed long ago: somebody has a copy of the device code.
  REUSE;

  /// From the first redemption on; it does not slide. A client that keeps longer pauses has one
  /// more poll in it.
  static final Duration REISSUE_MAX = Duration.ofSeconds(30);

  /// Of the pause between two polls a client may miss a quarter: clocks and networks are not exact.
  private static final int QUARTERS_KEPT = 3;

  static NextStep of(StoredLogin login, Instant now) {
    return switch (login.request().status()) {
      case DENIED -> DENY;
      case REDEEMED -> {
        var redeemedAt = login.redeemedAt().orElseThrow();
        if (now.isAfter(redeemedAt.plus(window(login)))) yield REUSE;
        yield isEarly(login, now) ? SLOW_DOWN : REISSUE;
      }
      case PENDING, APPROVED -> {
        if (!now.isBefore(login.request().expiresAt())) yield EXPIRE;
        if (isEarly(login, now)) yield SLOW_DOWN;
        yield login.request().status() == LoginRequest.Status.APPROVED ? REDEEM : WAIT;
      }
    };
  }

  private static Duration window(StoredLogin login) {
    var pauses = Duration.ofSeconds(login.pollSeconds()).multipliedBy(2);
    return pauses.compareTo(REISSUE_MAX) > 0 ? pauses : REISSUE_MAX;
  }

  private static boolean isEarly(StoredLogin login, Instant now) {
    var pause = Duration.ofSeconds(login.pollSeconds()).multipliedBy(QUARTERS_KEPT).dividedBy(4);
    return login.lastPolledAt().filter(last -> now.isBefore(last.plus(pause))).isPresent();
  }
}
