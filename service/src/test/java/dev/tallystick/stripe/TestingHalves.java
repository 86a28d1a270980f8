package dev.tallystick.stripe;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.simulator.StripeSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Both halves of the tally in the hands of a test: a simulated Stripe whose webhooks reach nobody,
/// and what the database was told of it all the same.
final class TestingHalves {
  static final Reconciliation.Order LOOK = new Reconciliation.Order(false, Optional.empty());
  static final Reconciliation.Order REPAIR = new Reconciliation.Order(true, Optional.empty());

  private static final Patience NONE =
      new Patience(List.of(Duration.ZERO, Duration.ZERO), List.of(Duration.ZERO, Duration.ZERO));

  private final TestingStripe stripe;
  private final Syncing syncing;
  private final Reconciling reconciling;
  private final Reconciliations books;

  TestingHalves(TestingStripe stripe) {
    this.stripe = stripe;
    var settings = StripeSettings.of(TestingStripe.environment(stripe.simulator())).orElseThrow();
    var api = new StripeApi(settings);
    var clock = stripe.server().clock();
    this.syncing =
        new Syncing(
            database(),
            api,
            new Customers(database()),
            DirectPurchases.on(database()).purchases(),
            clock);
    this.reconciling =
        new Reconciling(
            database(), api, new Inbox(database(), clock), syncing, clock, UUID::randomUUID, NONE);
    this.books = new Reconciliations(database());
  }

  Database database() {
    return stripe.server().database();
  }

  StripeSimulator simulator() {
    return stripe.simulator();
  }

  Reconciliations books() {
    return books;
  }

  /// A customer of a user.
  String customer(UUID user) {
    return simulator()
        .people()
        .createCustomer(user + "@example.com", Map.of(StripeApi.USER, user.toString()));
  }

  /// A payment that buys credits.
  String purchase(UUID user, String customer) {
    return simulator()
        .people()
        .pay(
            customer,
            1000,
            "usd",
            Map.of(
                StripeApi.USER, user.toString(),
                StripeApi.CREDITS, "1000",
                StripeApi.CHECKOUT, UUID.randomUUID().toString()));
  }

  void sync(Subject.Kind kind, String id) {
    syncing.sync(new Subject(kind, id));
  }

  /// Compares all of Stripe with the database.
  Reconciliation run(Reconciliation.Order order) {
    return switch (reconciling.run(order, true, _ -> {})) {
      case Reconciling.Outcome.Finished(var id) -> books.find(id).orElseThrow();
      case Reconciling.Outcome.Busy _, Reconciling.Outcome.OtherStopped _ ->
          throw new AssertionError("another reconciliation is in the way");
    };
  }

  /// What one has found, without notes.
  List<Difference> differences(Reconciliation run) {
    return books.differences(run.id(), Optional.empty(), Reconciliations.PAGE_MAX).stream()
        .filter(difference -> !difference.isNote())
        .toList();
  }

  List<Difference> notes(Reconciliation run) {
    return books.differences(run.id(), Optional.empty(), Reconciliations.PAGE_MAX).stream()
        .filter(Difference::isNote)
        .toList();
  }

  /// What still differs.
  List<Difference> left() {
    return differences(run(LOOK));
  }

  private static final String WAITING =
      """
      SELECT id FROM tally.stripe_events WHERE status = 'waiting'
      """;

  /// Waits until what was stored in the inbox is applied.
  void awaitApplied() {
    Eventually.eventually(
        "every event is applied",
        () ->
            database().inTransaction(tx -> tx.query(WAITING).mapTo(String.class).list()).isEmpty());
  }
}
