package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.Reply;
import dev.tallystick.http.TestingServer;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.simulator.Call;
import dev.tallystick.simulator.Deliveries;
import dev.tallystick.simulator.Event;
import dev.tallystick.simulator.Faults;
import dev.tallystick.simulator.People;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What other products got wrong with Stripe, each seen not to happen here.
final class FaultsOfOthersStripeTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();
  private static final TestingServer server = stripe.server();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final People people = stripe.simulator().people();
  private static final Deliveries deliveries = stripe.simulator().deliveries();
  private static final Faults faults = stripe.simulator().faults();

  @BeforeEach
  void everythingWorks() {
    deliveries.reset();
    faults.up();
  }

  private static Reply checkout(UUID user, String operation) {
    var body = JsonNodeFactory.instance.objectNode().put("operationId", operation);
    return server.post("/v1/users/" + user + "/checkout", body.put("pack", "starter"));
  }

  /// A user pays for a pack of 1,000.
  private static String buy(UUID user) {
    return people.payCheckout(checkout(user, "o").expect(201).at("sessionId"));
  }

  /// Events of this kind so far, which are about an object.
  private static List<Event> events(String type, String object) {
    return deliveries.events().stream()
        .filter(event -> event.type().equals(type) && event.body().contains(object))
        .toList();
  }

  private static void send(List<Event> events) {
    assertThat(events).isNotEmpty();
    deliveries.resend(events);
    stripe.awaitApplied();
  }

  private static void call(UUID user, int thousands) {
    var body = JsonNodeFactory.instance.objectNode().put("id", UUID.randomUUID().toString());
    body.put("userId", user.toString());
    body.put("provider", "anthropic").put("model", "claude-sonnet-4-5");
    body.putObject("usage").put("input_tokens", 0).put("output_tokens", 1_000 * thousands);
    server.post("/v1/messages", body).expect(201);
  }

  /// Available credits, grants of payments, what of them is reversed.
  private static String books(UUID user) {
    return rows(BOOKS, user).getFirst();
  }

  private static final String BOOKS =
      """
      SELECT concat(
          (SELECT trim_scale(coalesce(sum(balance), 0)) FROM tally.credit_grants
            WHERE user_id = :user),
          ' available, ', (SELECT trim_scale(debt) FROM tally.credit_accounts WHERE user_id = :user),
          ' owed, ', (SELECT count(*) FROM tally.credit_grants
                       WHERE user_id = :user AND operation_id LIKE 'stripe:%'),
          ' given, ', (SELECT trim_scale(coalesce(sum(amount), 0)) FROM tally.credit_reversals
                        WHERE user_id = :user AND restored_at IS NULL), ' reversed')
      """;

  private static List<String> rows(String sql, UUID user) {
    return server
        .database()
        .inTransaction(tx -> tx.query(sql).bind("user", user).mapTo(String.class).list());
  }

  @Test
  void anEventThatComesAgainGivesAgain() {
    var user = stripe.user();
    var payment = buy(user);
    stripe.awaitApplied();
    for (int i = 0; i < 3; i++) send(events("payment_intent.succeeded", payment));
    assertThat(books(user)).isEqualTo("1000 available, 0 owed, 1 given, 0 reversed");
  }

  private static final String STATUS =
      """
      SELECT concat_ws(' ', s.status, u.next_quota_reset)
        FROM tally.stripe_subscriptions AS s JOIN tally.users AS u ON u.id = s.user_id
       WHERE user_id = :user
      """;

  @Test
  void whatIsUpdatedAfterItWasDeletedLivesAgain() {
    var user = stripe.user();
    buy(user);
    var customer = server.get("/v1/users/" + user).at("stripeCustomerId");
    deliveries.drop(100);
    var subscription = people.subscribe(customer, people.createPrice(900, "usd", "month"));
    people.cancel(subscription, false);
    send(events("customer.subscription.deleted", subscription));
    send(events("customer.subscription.updated", subscription));
    send(events("customer.subscription.created", subscription));
    assertThat(rows(STATUS, user)).containsExactly("canceled");
  }

  /// Nor is a table of failures written that nobody reads.
  @Test
  void whatFailsAfterTwoHundredWasAnsweredIsLost() {
    var user = stripe.user();
    deliveries.hold();
    var payment = buy(user);
    faults.down(Faults.Outage.UNAVAILABLE);
    deliveries.release();
    deliveries.awaitIdle();
    assertThat(deliveries.undelivered()).isEmpty();
    Eventually.eventually("it is seen to fail", () -> !failed(payment).isEmpty());
    assertThat(books(user)).startsWith("0 available");
    faults.up();
    server.clock().set(server.clock().in(Duration.ofHours(1)));
    stripe.awaitApplied();
    assertThat(books(user)).isEqualTo("1000 available, 0 owed, 1 given, 0 reversed");
    // Nobody had to pay again.
    assertThat(rows("SELECT id FROM tally.stripe_payments WHERE user_id = :user", user))
        .containsExactly(payment);
  }

  private static final String FAILED =
      """
      SELECT last_error FROM tally.stripe_events
       WHERE subject = :subject AND status = 'waiting' AND last_error IS NOT NULL
      """;

  private static List<String> failed(String payment) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query(FAILED).bind("subject", "payment:" + payment).mapTo(String.class).list());
  }

  @Test
  void aPartlyRefundedPurchaseIsTakenBackWhole() {
    var user = stripe.user();
    var payment = buy(user);
    people.refund(payment, 250);
    stripe.awaitApplied();
    assertThat(books(user)).isEqualTo("750 available, 0 owed, 1 given, 250 reversed");
    // The event carries the sum of all refunds, and is not another one.
    send(events("charge.refunded", payment));
    people.refund(payment, 250);
    stripe.awaitApplied();
    assertThat(books(user)).isEqualTo("500 available, 0 owed, 1 given, 500 reversed");
  }

  @Test
  void aRefundThatComesBeforeItsPurchaseIsForgotten() {
    var user = stripe.user();
    deliveries.drop(100);
    var payment = buy(user);
    people.refund(payment, 400);
    send(events("charge.refunded", payment));
    assertThat(books(user)).isEqualTo("600 available, 0 owed, 1 given, 400 reversed");
    send(events("payment_intent.succeeded", payment));
    assertThat(books(user)).isEqualTo("600 available, 0 owed, 1 given, 400 reversed");
  }

  @Test
  void aRefundTakesNothingWhereCreditsAreSpent() {
    var user = stripe.user();
    var payment = buy(user);
    stripe.awaitApplied();
    call(user, 400);
    people.refund(payment);
    stripe.awaitApplied();
    assertThat(books(user)).isEqualTo("0 available, 600 owed, 1 given, 1000 reversed");
  }

  @Test
  void aDisputeChangesNothingAndOneThatIsWonGivesNothingBack() {
    var user = stripe.user();
    var payment = buy(user);
    var dispute = people.dispute(payment, 1_000);
    stripe.awaitApplied();
    assertThat(books(user)).isEqualTo("0 available, 0 owed, 1 given, 1000 reversed");
    people.winDispute(dispute);
    stripe.awaitApplied();
    assertThat(books(user)).isEqualTo("1000 available, 0 owed, 1 given, 0 reversed");
  }

  @Test
  void aCustomerIsMadeTwiceWhereTheAnswerWasLost() {
    var user = stripe.user();
    faults.cutAfter("POST", "/v1/customers", 1);
    faults.cutAfter("POST", "/v1/checkout/sessions", 1);
    var reply = checkout(user, "o");
    for (int i = 0; reply.status() == 503 && i < 20; i++) reply = checkout(user, "o");
    assertThat(reply.status()).isBetween(200, 201);
    assertThat(made("/v1/customers", user)).isEqualTo(1);
    assertThat(made("/v1/checkout/sessions", user)).isEqualTo(1);
  }

  private static long made(String path, UUID user) {
    return stripe.simulator().calls().stream()
        .filter(call -> call.method().equals("POST") && call.path().equals(path))
        .filter(call -> call.parameters().containsValue(user.toString()))
        .filter(call -> call.status() == 200 && !call.isReplay())
        .count();
  }

  @Test
  void somethingIsChangedAtStripeWithoutAnIdempotencyKey() {
    buy(stripe.user());
    assertThat(
            stripe.simulator().calls().stream()
                .filter(call -> call.method().equals("POST"))
                .filter(call -> call.idempotencyKey().isEmpty())
                .map(Call::path))
        .isEmpty();
  }

  /// As where the key is made of the user and the minute.
  @Test
  void twoPurchasesOfOneMinuteAreOneAndOneAcrossTheMinuteIsTwo() {
    var user = stripe.user();
    var one = checkout(user, "a").expect(201);
    var other = checkout(user, "b").expect(201);
    assertThat(other.at("sessionId")).isNotEqualTo(one.at("sessionId"));
    server.clock().set(server.clock().in(Duration.ofHours(3)));
    assertThat(checkout(user, "a").expect(200).at("sessionId")).isEqualTo(one.at("sessionId"));
  }

  private static final String PAID =
      """
      SELECT status || ' ' || packs FROM tally.top_ups WHERE user_id = :user
      """;

  @Test
  void oneShortfallIsPaidForManyTimes() throws Exception {
    var user = stripe.user();
    buy(user);
    stripe.awaitApplied();
    var wanted = JsonNodeFactory.instance.objectNode().put("enabled", true).put("below", "900");
    wanted.put("pack", "starter").put("monthlyAmountMax", 1_000_000);
    server
        .send(
            server
                .request("/v1/users/%s/auto-top-up".formatted(user))
                .method("PUT", BodyPublishers.ofString(wanted.toString())))
        .expect(200);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = IntStream.range(0, 10).<Callable<Boolean>>mapToObj(_ -> calling(user)).toList();
      for (var done : executor.invokeAll(calls)) assertThat(done.get()).isTrue();
    }
    Eventually.eventually("it is paid", () -> rows(PAID, user).contains("paid 1"));
    stripe.awaitApplied();
    assertThat(rows(PAID, user)).containsExactly("paid 1");
    assertThat(books(user)).isEqualTo("1850 available, 0 owed, 2 given, 0 reversed");
  }

  private static Callable<Boolean> calling(UUID user) {
    return () -> {
      call(user, 10);
      return true;
    };
  }

  @Test
  void debtIsForgottenByAGrantThatComesAgain() {
    var user = stripe.user();
    call(user, 800);
    var payment = buy(user);
    stripe.awaitApplied();
    assertThat(books(user)).isEqualTo("0 available, 200 owed, 1 given, 0 reversed");
    for (int i = 0; i < 2; i++) send(events("payment_intent.succeeded", payment));
    assertThat(books(user)).isEqualTo("0 available, 200 owed, 1 given, 0 reversed");
  }
}
