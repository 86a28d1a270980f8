package dev.tallystick.stripe.topup;

import dev.tallystick.credit.Account;
import dev.tallystick.credit.Credits;
import dev.tallystick.stripe.Pack;

/// What has to be bought for an account to have as many credits as its user wants, decided when it
/// is locked.
sealed interface Need {
  /// As many as that are there.
  record Nothing() implements Need {}

  /// So many packs, or as many of them as may be bought.
  record Packs(int count) implements Need {}

  /// Some, but not one pack may be bought this month.
  record OverMax() implements Need {}

  /// @param left what may be spent this month yet, in the pack's currency
  static Need of(Account account, Pack pack, long left) {
    if (!account.isShort()) return new Nothing();
    var missing = account.shortBelow().orElseThrow().minus(account.available());
    long wanted = Math.ceilDiv(missing.micros(), pack.credits().micros());
    long payable = Math.max(0, left) / pack.amount();
    long room = Credits.MAX.minus(account.balance()).micros() / pack.credits().micros();
    long count = Math.min(Math.min(wanted, payable), Math.min(room, Integer.MAX_VALUE));
    return count >= 1 ? new Packs((int) count) : new OverMax();
  }
}
