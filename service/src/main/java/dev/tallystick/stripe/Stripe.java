package dev.tallystick.stripe;

import dev.tallystick.postgres.Database;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// All that is done with Stripe, put together.
public record Stripe(
    Webhooks webhooks, Inbox inbox, Syncing syncing, Worker worker, Reconciling reconciling)
    implements AutoCloseable {
  /// The parts, on one database.
  public static Stripe of(
      Database database, StripeSettings settings, InstantSource clock, Supplier<UUID> ids) {
    var api = new StripeApi(settings);
    var inbox = new Inbox(database, clock);
    var syncing =
        new Syncing(database, api, new Customers(database), new Purchases(), clock);
    var reconciling =
        new Reconciling(database, api, inbox, syncing, clock, ids, Patience.DEFAULT);
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
    return new Stripe(webhooks, inbox, syncing, worker, reconciling);
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
