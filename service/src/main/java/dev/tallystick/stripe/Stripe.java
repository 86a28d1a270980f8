package dev.tallystick.stripe;

import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Database;
import dev.tallystick.referral.Undoing;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/// All that is done with Stripe, put together.
public record Stripe(
    StripeSettings settings,
    Webhooks webhooks,
    Inbox inbox,
    Syncing syncing,
    Worker worker,
    TopUps topUps,
    Noticing noticing)
    implements AutoCloseable {
  /// The parts, on one database.
  public static Stripe of(
      Database database,
      Ledger ledger,
      Reversals reversals,
      Undoing undoing,
      StripeSettings settings,
      InstantSource clock) {
    var api = new StripeApi(settings);
    var inbox = new Inbox(database, clock);
    var purchases = new Purchases(settings, ledger, reversals, undoing);
    var syncing = new Syncing(database, api, new Customers(database), purchases, clock);
    var worker =
        new Worker(
            database, inbox, syncing, clock, () -> ThreadLocalRandom.current().nextDouble());
    var webhooks = new Webhooks(settings.webhookSecrets(), inbox, worker::wake, clock);
    var topUps = new TopUps(database, ledger, api, syncing, settings, clock);
    var noticing = new Noticing(database, ledger, clock);
    return new Stripe(settings, webhooks, inbox, syncing, worker, topUps, noticing);
  }

  /// Begins to apply what is in the inbox.
  public void start() {
    worker.start();
  }

  /// Lets what is under way end.
  @Override
  public void close() {
    worker.close();
  }
}
