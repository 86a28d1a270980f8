package dev.tallystick.referral;

import dev.tallystick.account.KeyedHashes;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Database;
import java.time.InstantSource;

/// All that is done with referrals, put together.
public record Referrals(
    ReferralReader reader,
    Redeeming redeeming,
    Completing completing,
    Expiring expiring,
    Reviews reviews,
    Undoing undoing) {
  /// The parts, on one database, for one program.
  public static Referrals of(
      Database database,
      Ledger ledger,
      Reversals reversals,
      KeyedHashes hashes,
      Program program,
      InstantSource clock) {
    var signals = new Signals(program.review());
    var completing = new Completing(database, ledger, signals, clock);
    return new Referrals(
        new ReferralReader(database),
        new Redeeming(database, ledger, signals, completing, program, hashes, clock),
        completing,
        new Expiring(database, completing, clock),
        new Reviews(database, completing, clock),
        new Undoing(database, completing, reversals, clock));
  }
}
