package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import com.stripe.param.InvoiceListParams;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.http.TestingClock;
import dev.tallystick.http.TestingServer;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.Referrals;
import dev.tallystick.simulator.People;
import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.reconcile.Patience;
import dev.tallystick.stripe.reconcile.Reconciliation;
import dev.tallystick.stripe.reconcile.Reconciling;
import dev.tallystick.stripe.topup.TopUpsByMoney;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Where stories are played: a Stripe with three prices, and a service. Of two worlds of one seed
/// in which the same is done, Stripe gives everything the same ids.
final class StoryWorld implements AutoCloseable {
  static final long STARTER_AMOUNT = 1_000;

  private static final Patience NONE =
      new Patience(List.of(Duration.ZERO, Duration.ZERO), List.of(Duration.ZERO, Duration.ZERO));

  private final TestingStripe stripe;
  private final Ledger ledger;
  private final Referrals referrals;
  private final MonthlyCredits months;
  private final Reconciling reconciling;
  private final StripeApi api;
  private final Set<String> billed = new HashSet<>();
  private final Map<String, String> prices = new HashMap<>();
  private int calls;

  StoryWorld(long seed) {
    this.stripe = TestingStripe.start(seed, this::offer);
    var database = server().database();
    var clock = server().clock();
    stripe.withoutNights();
    NoArgGenerator generator = Generators.timeBasedEpochGenerator();
    Supplier<UUID> ids = generator::generate;
    this.ledger = new Ledger(database, clock, ids);
    var reversals = new Reversals(database, ledger, clock, ids);
    var hashes = new KeyedHashes(database, clock);
    this.referrals = Referrals.of(database, ledger, reversals, hashes, Program.of(PROGRAM), clock);
    var environment = new HashMap<>(TestingStripe.environment(stripe.simulator()));
    environment.putAll(plans());
    var settings = StripeSettings.of(environment).orElseThrow();
    var all = Stripe.of(database, ledger, reversals, referrals.undoing(), settings, clock, ids);
    this.months = all.monthlyCredits();
    this.api = new StripeApi(settings);
    var purchases =
        new Purchases(settings, ledger, reversals, referrals.undoing(), new TopUpsByMoney(), ids);
    this.reconciling =
        new Reconciling(database, api, all.inbox(), all.syncing(), purchases, clock, ids, NONE);
  }

  private static final Map<String, String> PROGRAM =
      Map.of("TALLY_REFERRAL_COMPLETES", "first_purchase");

  private Map<String, String> offer(StripeSimulator simulator) {
    prices.put("basic", simulator.people().createPrice(1_000, "usd", "month"));
    prices.put("pro", simulator.people().createPrice(4_000, "usd", "month"));
    prices.put("year", simulator.people().createPrice(12_000, "usd", "year"));
    var variables = new HashMap<>(PROGRAM);
    variables.putAll(plans());
    return variables;
  }

  private Map<String, String> plans() {
    return Map.of(
        "TALLY_STRIPE_PLANS",
        "%s=1200,%s=6000,%s=1500"
            .formatted(prices.get("basic"), prices.get("pro"), prices.get("year")));
  }

  String price(String name) {
    return Objects.requireNonNull(prices.get(name), name);
  }

  TestingStripe stripe() {
    return stripe;
  }

  TestingServer server() {
    return stripe.server();
  }

  People people() {
    return stripe.simulator().people();
  }

  /// It is so much later than at the start.
  void at(Duration later) {
    server().clock().set(TestingClock.START.plus(later));
  }

  void signUp(UUID user) {
    var body = JsonNodeFactory.instance.objectNode().put("id", user.toString());
    server().post("/v1/users", body.put("email", user + "@example.com")).expect(201);
  }

  void redeem(UUID referrer, UUID user) {
    var code = server().get("/v1/users/" + referrer).expect(200).at("referralCode");
    var body = JsonNodeFactory.instance.objectNode().put("code", code);
    server().post("/v1/referrals", body.put("userId", user.toString())).expect(201);
  }

  /// Asks for a pack.
  ///
  /// @return the session
  String checkout(UUID user, String operation, String pack) {
    var body = JsonNodeFactory.instance.objectNode().put("operationId", operation);
    return server()
        .post("/v1/users/" + user + "/checkout", body.put("pack", pack))
        .expect(201)
        .at("sessionId");
  }

  String customerOf(UUID user) {
    return server().get("/v1/users/" + user).expect(200).at("stripeCustomerId");
  }

  /// Invoices of a customer's that were not there when this was asked last.
  void newInvoices(String customer, Consumer<String> each) {
    var params = InvoiceListParams.builder().setCustomer(customer).setLimit(100L).build();
    var list = StripeApi.elements(api.json(it -> it.invoices().list(params)));
    for (var invoice : list.reversed()) {
      var id = invoice.path("id").asText();
      if (billed.add(id)) each.accept(id);
    }
  }

  /// What was received of a payment.
  long received(String payment) {
    return api.payment(payment).amountReceived();
  }

  boolean isOpen(String invoice) {
    return api.invoice(invoice).status().equals("open");
  }

  /// When the period ends that runs.
  Instant periodEnd(String subscription) {
    return api.subscription(subscription).periodEnd().orElseThrow();
  }

  /// Has a model called: 1.5 credits for each thousand of tokens.
  void call(UUID user, int thousands) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("id", new UUID(user.getMostSignificantBits(), 77_000 + calls++).toString());
    body.put("userId", user.toString());
    body.put("provider", "anthropic").put("model", "claude-sonnet-4-5");
    body.putObject("usage").put("input_tokens", 0).put("output_tokens", 1_000 * thousands);
    server().post("/v1/messages", body).expect(201);
  }

  private static final String OPEN =
      """
      SELECT concat_ws(' ', id, type, subject, status, attempts, last_error)
        FROM tally.stripe_events
       WHERE status IN ('waiting', 'failed')
       ORDER BY seq
      """;

  /// What is left in the inbox.
  List<String> open() {
    return server().database().inTransaction(tx -> tx.query(OPEN).mapTo(String.class).list());
  }

  private static final String RETRY =
      """
      WITH retried AS (
          UPDATE tally.stripe_events SET retry_at = NULL
           WHERE status = 'waiting' AND retry_at IS NOT NULL
          RETURNING id)
      UPDATE tally.scheduled_tasks
         SET execution_time = :now
       WHERE task_instance IN (SELECT id FROM retried) AND NOT picked
      """;

  /// Waits until all that was sent is applied, and what follows from it is done. Events that wait
  /// to be tried again are tried at once.
  void settle() {
    stripe.simulator().deliveries().awaitIdle();
    var now = server().clock().instant();
    var database = server().database();
    try {
      Eventually.eventually(
          "every event is applied",
          () -> {
            if (open().isEmpty()) return true;
            database.useTransaction(tx -> tx.update(RETRY).bind("now", now).execute());
            return false;
          });
    } catch (AssertionError stuck) {
      throw new AssertionError("the inbox keeps " + String.join("\n", open()), stuck);
    }
    var _ = referrals.completing().completeDue();
  }

  /// Does what the service does by itself when time has passed.
  void passTime() {
    ledger.expireGrants();
    var _ = months.giveDue();
  }

  /// Looks for what never came, and repairs it.
  void reconcile() {
    var order = new Reconciliation.Order(true, Optional.empty());
    var outcome = reconciling.run(order, true, _ -> {});
    if (!(outcome instanceof Reconciling.Outcome.Finished)) throw new AssertionError(outcome);
  }

  @Override
  public void close() {
    stripe.close();
  }
}
