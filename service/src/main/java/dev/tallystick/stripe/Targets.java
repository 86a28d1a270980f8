package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import java.math.BigInteger;

/// How many credits of a grant are to be taken back, by causes: all that follows from how the money
/// stands now, whatever happened before.
record Targets(Credits refund, Credits lost, Credits dispute) {
  /// The same part of the credits as of the money, rounded down to the sixth decimal: nobody loses
  /// more credits than money came back for. Refunds come first, then what was lost, then what is
  /// disputed; together they are all of the grant exactly when they are all of the money.
  static Targets of(Credits principal, Money money) {
    long gone = money.refunded() + money.lost();
    var refund = part(principal, money.refunded(), money.paid());
    var forGood = part(principal, gone, money.paid());
    var all = part(principal, gone + money.disputed(), money.paid());
    return new Targets(refund, forGood.minus(refund), all.minus(forGood));
  }

  private static Credits part(Credits principal, long of, long whole) {
    if (whole <= 0) return Credits.ZERO;
    return new Credits(
        BigInteger.valueOf(principal.micros())
            .multiply(BigInteger.valueOf(Math.min(of, whole)))
            .divide(BigInteger.valueOf(whole))
            .longValueExact());
  }

  /// What of it can be taken back where others took some of the grant by hand.
  ///
  /// @param left what they left
  Targets within(Credits left) {
    var refunds = refund.min(left);
    var losses = lost.min(left.minus(refunds));
    return new Targets(refunds, losses, dispute.min(left.minus(refunds).minus(losses)));
  }

  Credits of(Cause cause) {
    return switch (cause) {
      case REFUND -> refund;
      case LOST -> lost;
      case DISPUTE -> dispute;
    };
  }
}
