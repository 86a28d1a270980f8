package dev.tallystick.stripe.reconcile;

import com.fasterxml.uuid.Generators;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.Inbox;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.StripeSettings;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.Syncing;
import dev.tallystick.stripe.TestingParts;
import dev.tallystick.stripe.TestingStripe;
import java.time.Duration;
import java.util.HashMap;
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
  private final String plan;
  private final Syncing syncing;
  private final Reconciling reconciling;
  private final Reconciliations books;

  TestingHalves(TestingStripe stripe) {
    this(stripe, NONE);
  }

  TestingHalves(TestingStripe stripe, Patience patience) {
    this.stripe = stripe;
    stripe.withoutNights();
    this.plan = stripe.simulator().people().createPrice(2000, "usd", "month");
    var environment = new HashMap<>(TestingStripe.environment(stripe.simulator()));
    environment.put("TALLY_STRIPE_PLANS", plan + "=5000");
    var settings = StripeSettings.of(environment).orElseThrow();
    var clock = stripe.server().clock();
    var ids = Generators.timeBasedEpochGenerator();
    var parts = TestingParts.of(database(), settings, clock);
    this.syncing = parts.syncing();
    this.reconciling =
        new Reconciling(
            database(),
            parts.api(),
            new Inbox(database(), clock),
            syncing,
            parts.purchases(),
            clock,
            ids::generate,
            patience);
    this.books = new Reconciliations(database());
  }

  Database database() {
    return stripe.server().database();
  }

  StripeSimulator simulator() {
    return stripe.simulator();
  }

  /// A price that gives credits each month.
  String plan() {
    return plan;
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

  Reconciling reconciling() {
    return reconciling;
  }

  void sync(Subject.Kind kind, String id) {
    syncing.sync(new Subject(kind, id));
  }

  /// Compares all of Stripe with the database.
  Reconciliation run(Reconciliation.Order order) {
    return run(order, true);
  }

  /// The same, or goes on with one that was stopped.
  Reconciliation run(Reconciliation.Order order, boolean isRestart) {
    return switch (reconciling.run(order, isRestart, _ -> {})) {
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
