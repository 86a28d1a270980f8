package dev.tallystick.referral;

import java.util.Locale;
import java.util.UUID;

/// One of the two users of a referral.
enum Side {
  REFERRER,
  REFERRED;

  UUID of(Pair pair) {
    return switch (this) {
      case REFERRER -> pair.referrer();
      case REFERRED -> pair.referred();
    };
  }

  /// The key of what this side is given: a referral gives once, whoever tries.
  String operationId(Pair pair) {
    return pair.subject() + ":" + name().toLowerCase(Locale.ROOT);
  }

  /// The key of its reversal, the `number`th of this referral.
  String reversalId(Pair pair, int number) {
    return operationId(pair) + ":reversal:" + number;
  }
}
