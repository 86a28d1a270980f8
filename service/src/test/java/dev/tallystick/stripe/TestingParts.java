package dev.tallystick.stripe;

import com.fasterxml.uuid.Generators;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Database;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.Referrals;
import dev.tallystick.stripe.topup.TopUpsByMoney;
import java.time.InstantSource;
import java.util.Map;

/// What tests of the other rooms need of this one, put together.
public record TestingParts(StripeApi api, Purchases purchases, Syncing syncing) {
  /// The parts, on one database.
  public static TestingParts of(Database database, StripeSettings settings, InstantSource clock) {
    var ids = Generators.timeBasedEpochGenerator();
    var ledger = new Ledger(database, clock, ids::generate);
    var reversals = new Reversals(database, ledger, clock, ids::generate);
    var hashes = new KeyedHashes(database, clock);
    var referrals = Referrals.of(database, ledger, reversals, hashes, Program.of(Map.of()), clock);
    var purchases =
        new Purchases(
            settings, ledger, reversals, referrals.undoing(), new TopUpsByMoney(), ids::generate);
    var api = new StripeApi(settings);
    var syncing = new Syncing(database, api, new Customers(database), purchases, clock);
    return new TestingParts(api, purchases, syncing);
  }
}
