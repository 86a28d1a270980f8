package dev.tallystick.stripe;

import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Database;
import dev.tallystick.referral.Undoing;
import dev.tallystick.stripe.reconcile.Nightly;
import dev.tallystick.stripe.reconcile.Patience;
import dev.tallystick.stripe.reconcile.Reconciliations;
import dev.tallystick.stripe.reconcile.Reconciling;
import dev.tallystick.stripe.shop.Shop;
import dev.tallystick.stripe.topup.ShortfallNotices;
import dev.tallystick.stripe.topup.TopUps;
import dev.tallystick.stripe.topup.TopUpsByMoney;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// All that is done with Stripe, put together.
public record Stripe(
    StripeSettings settings,
    Webhooks webhooks,
    Inbox inbox,
    Syncing syncing,
    Worker worker,
    TopUps topUps,
    ShortfallNotices noticing,
    MonthlyCredits monthlyCredits,
    Shop shop,
    Reconciling reconciling)
    implements AutoCloseable {
  /// The parts, on one database.
  public static Stripe of(
      Database database,
      Ledger ledger,
      Reversals reversals,
      Undoing undoing,
      StripeSettings settings,
      InstantSource clock,
      Supplier<UUID> ids) {
    var api = new StripeApi(settings);
    var inbox = new Inbox(database, clock);
    var purchases = new Purchases(settings, ledger, reversals, undoing, new TopUpsByMoney(), ids);
    var customers = new Customers(database);
    var syncing = new Syncing(database, api, customers, purchases, clock);
    var reconciling =
        new Reconciling(database, api, inbox, syncing, purchases, clock, ids, Patience.DEFAULT);
    var nightly = new Nightly(reconciling, new Reconciliations(database), clock);
    var worker =
        new Worker(
            database,
            inbox,
            syncing,
            clock,
            () -> ThreadLocalRandom.current().nextDouble(),
            nightly.task());
    var webhooks = new Webhooks(settings.webhookSecrets(), inbox, worker::wake, clock);
    var topUps = new TopUps(database, ledger, api, syncing, settings, clock);
    var noticing = new ShortfallNotices(database, ledger, clock);
    var monthlyCredits = new MonthlyCredits(database, purchases, clock);
    var shop = Shop.of(database, api, syncing, customers, settings, clock, ids);
    return new Stripe(
        settings,
        webhooks,
        inbox,
        syncing,
        worker,
        topUps,
        noticing,
        monthlyCredits,
        shop,
        reconciling);
  }

  /// Begins to apply what is in the inbox.
  public void start() {
    worker.start();
  }

  /// How many events were applied here, each by a fetch of its own or by another's.
  public long applied() {
    return syncing.settled();
  }

  /// How often one was tried here in vain.
  public long failures() {
    return worker.failures();
  }

  /// Lets what is under way end.
  @Override
  public void close() {
    worker.close();
  }
}
