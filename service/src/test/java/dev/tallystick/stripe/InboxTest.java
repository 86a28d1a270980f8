package dev.tallystick.stripe;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.stripe.param.CustomerUpdateParams;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.Reply;
import dev.tallystick.http.TestingServer;
import dev.tallystick.simulator.Event;
import dev.tallystick.simulator.Faults.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// From an event that Stripe sent to what the database says.
class InboxTest {
  @RegisterExtension private static final TestingGate gate = TestingGate.start();

  @RegisterExtension
  private static final TestingStripe stripe =
      TestingStripe.start(Map.of("TALLY_STRIPE_API_BASE", gate.base()));

  static {
    gate.leadTo(stripe.simulator().base());
  }

  private static final TestingServer server = stripe.server();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @AfterEach
  void letStripeBeWell() {
    stripe.simulator().faults().up();
    stripe.simulator().deliveries().reset();
    server.clock().set(server.clock().in(Duration.ofDays(1)));
    stripe.awaitApplied();
  }

  private static Reply event(String id) {
    return server.get("/v1/stripe/events/" + id).expect(200);
  }

  private static String status(String id) {
    return event(id).at("status");
  }

  private static boolean isStored(String id) {
    return server.get("/v1/stripe/events/" + id).status() == 200;
  }

  private static long refunded(String payment) {
    return number("SELECT amount_refunded FROM tally.stripe_payments WHERE id = :value", payment);
  }

  private static long number(String sql, String value) {
    return server
        .database()
        .inTransaction(
            tx -> tx.query(sql).bind("value", value).mapTo(Long.class).findOne().orElse(-1L));
  }

  private static String payment() {
    var people = stripe.simulator().people();
    var customer = people.createCustomer("ada@example.com", Map.of());
    return people.pay(customer, 1000, "usd", Map.of());
  }

  private static String lastEvent() {
    return stripe.simulator().deliveries().events().getLast().id();
  }

  private static long fetches(String path) {
    return stripe.simulator().calls().stream()
        .filter(call -> call.method().equals("GET") && call.path().equals(path))
        .count();
  }

  /// An event about a customer that Stripe does not know.
  private static String strangeEvent() {
    return strangeEvent("customer.updated", "customer", "cus_unknown");
  }

  /// An event about something that Stripe does not know.
  private static String strangeEvent(String type, String kind, String about) {
    var id = "evt_" + UUID.randomUUID();
    var body = JsonNodeFactory.instance.objectNode();
    body.put("id", id).put("object", "event").put("type", type);
    body.put("created", 1_780_000_000);
    var object = body.putObject("data").putObject("object");
    object.put("object", kind).put("id", about);
    var event = new Event(id, type, about, 1_780_000_000, body.toString());
    stripe.simulator().deliveries().resend(List.of(event));
    return id;
  }

  /// Moves on to when the event is tried again.
  private static void awaitRetry(String id, int attempts) {
    eventually(attempts + " tries", () -> event(id).json().path("attempts").asInt() == attempts);
  }

  @Test
  void anEventThatComesWhileItsSubjectIsFetchedIsNotSettledByThat() {
    stripe.simulator().deliveries().hold();
    var payment = payment();
    var held = gate.holdNext("/v1/payment_intents/" + payment);
    stripe.simulator().deliveries().release();
    held.awaitGiven();
    var _ = stripe.simulator().people().refund(payment, 300);
    var refund = lastEvent();
    eventually("stored", () -> isStored(refund));
    assertThat(refunded(payment)).isEqualTo(-1);
    held.release();
    stripe.awaitApplied();
    assertThat(refunded(payment)).isEqualTo(300);
  }

  @Test
  void anOlderFetchDoesNotOverwriteANewerOne() throws Exception {
    stripe.simulator().deliveries().hold();
    var payment = payment();
    var subject = new Subject(Subject.Kind.PAYMENT, payment);
    var held = gate.holdNext("/v1/payment_intents/" + payment);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var older = executor.submit(() -> syncing(gate.base()).sync(subject));
      held.awaitGiven();
      var _ = stripe.simulator().people().refund(payment, 300);
      syncing(stripe.simulator().base().toString()).sync(subject);
      assertThat(refunded(payment)).isEqualTo(300);
      held.release();
      var _ = older.get();
    }
    assertThat(refunded(payment)).isEqualTo(300);
  }

  private static StripeSettings settings(String base) {
    return StripeSettings.of(
            Map.of(
                "TALLY_STRIPE_API_KEY", TestingStripe.API_KEY,
                "TALLY_STRIPE_WEBHOOK_SECRET", TestingStripe.WEBHOOK_SECRET,
                "TALLY_STRIPE_API_BASE", base))
        .orElseThrow();
  }

  private static Syncing syncing(String base) {
    var database = server.database();
    return new Syncing(
        database,
        new StripeApi(settings(base)),
        new Customers(database),
        DirectPurchases.on(database).purchases(),
        server.clock());
  }

  @Test
  void oneFetchCoversAllEventsThatWereThere() {
    stripe.simulator().deliveries().hold();
    var payment = payment();
    for (int i = 0; i < 10; i++) {
      var _ = stripe.simulator().people().refund(payment, 10);
    }
    var last = lastEvent();
    var path = "/v1/payment_intents/" + payment;
    var held = gate.holdNext(path);
    stripe.simulator().deliveries().release();
    held.awaitGiven();
    eventually("stored", () -> isStored(last));
    stripe.simulator().deliveries().awaitIdle();
    held.release();
    stripe.awaitApplied();
    assertThat(refunded(payment)).isEqualTo(100);
    assertThat(number(OF_PAYMENT, "payment:" + payment)).isGreaterThan(10);
    assertThat(fetches(path)).isEqualTo(2);
  }

  private static final String OF_PAYMENT =
      """
      SELECT count(*) FROM tally.stripe_events WHERE subject = :value AND status = 'applied'
      """;

  @Test
  void whatComesTwiceIsAppliedOnce() {
    stripe.simulator().deliveries().duplicate(100);
    var payment = payment();
    stripe.awaitApplied();
    var sent =
        stripe.simulator().deliveries().events().stream()
            .filter(each -> each.body().contains(payment))
            .count();
    assertThat(number(OF_PAYMENT, "payment:" + payment)).isEqualTo(sent);
  }

  @Test
  void waitsWhileStripeIsDown() {
    stripe.simulator().faults().down(Outage.UNAVAILABLE);
    var payment = payment();
    var event = lastEvent();
    eventually("stored", () -> isStored(event));
    awaitRetry(event, 1);
    var waiting = event(event);
    assertThat(waiting.at("status")).isEqualTo("waiting");
    assertThat(waiting.at("lastError")).startsWith("Stripe has a fault");
    assertThat(waiting.at("retryAt")).isGreaterThan(server.clock().instant().toString());
    server.get("/readyz").expect(200);
    var metrics = server.get("/metrics").text();
    assertThat(metrics)
        .containsPattern("tally_stripe_events_waiting [1-9]")
        .containsPattern("tally_stripe_stored_total [1-9]")
        .containsPattern("tally_stripe_failures_total [1-9]")
        .contains("tally_stripe_lag_seconds 0.0");
    stripe.simulator().faults().up();
    server.clock().set(server.clock().in(Duration.ofSeconds(10)));
    stripe.awaitApplied();
    assertThat(refunded(payment)).isZero();
    assertThat(status(event)).isEqualTo("applied");
  }

  @Test
  void givesUpAfterTwentyTriesUntilAPersonLooksAtIt() {
    var event = strangeEvent();
    eventually("stored", () -> isStored(event));
    awaitRetry(event, 1);
    server.run("UPDATE tally.stripe_events SET attempts = 19 WHERE id = '" + event + "'");
    server.clock().set(server.clock().in(Duration.ofMinutes(1)));
    awaitRetry(event, 20);
    var failed = event(event);
    assertThat(failed.at("status")).isEqualTo("failed");
    assertThat(failed.at("lastError")).contains("cus_unknown");
    assertThat(failed.json().path("retryAt").isNull()).isTrue();
    assertThat(server.get("/v1/stripe/events?status=failed").expect(200).at("events/0/id"))
        .isEqualTo(event);
    assertThat(server.get("/metrics").text()).contains("tally_stripe_events_failed 1");

    var replayed = server.post("/v1/stripe/events/" + event + "/replay", "").expect(200);
    assertThat(replayed.at("status")).isEqualTo("waiting");
    awaitRetry(event, 1);
    var path = "/v1/stripe/events/" + event + "/skip";
    var skipped = server.post(path, "{\"reason\": \"made by hand\"}").expect(200);
    assertThat(skipped.at("status")).isEqualTo("skipped");
    var lines = server.get("/v1/audit?subject=stripe_event:" + event).expect(200).json();
    assertThat(lines.at("/lines/0/action").asText()).isEqualTo("event.skipped");
    assertThat(lines.at("/lines/0/details/reason").asText()).isEqualTo("made by hand");
    assertThat(lines.at("/lines/1/action").asText()).isEqualTo("event.replayed");
  }

  private static void mirrorInvoice(String id, String status) {
    server.run(
        """
        INSERT INTO tally.stripe_invoices
               (id, status, currency, total, amount_paid, made_at, fetch_no, fetched_at, raw)
        VALUES ('%s', '%s', 'usd', 1, 0, '2026-11-01', 0, '2026-11-01', '{}')
        """
            .formatted(id, status));
  }

  private static long invoices(String id) {
    return number("SELECT count(*) FROM tally.stripe_invoices WHERE id = :value", id);
  }

  /// Stripe forgets drafts that are deleted.
  @Test
  void aDraftOfAnInvoiceThatIsGoneIsForgotten() {
    mirrorInvoice("in_draft", "draft");
    var older = strangeEvent("invoice.updated", "invoice", "in_draft");
    var event = strangeEvent("invoice.deleted", "invoice", "in_draft");
    var unseen = strangeEvent("invoice.deleted", "invoice", "in_unseen");
    for (var each : List.of(older, event, unseen)) {
      eventually("applied", () -> isStored(each) && status(each).equals("applied"));
    }
    assertThat(invoices("in_draft")).isZero();
  }

  @Test
  void anInvoiceThatWasSentAndIsGoneIsForAPerson() {
    mirrorInvoice("in_sent", "open");
    var event = strangeEvent("invoice.updated", "invoice", "in_sent");
    eventually("stored", () -> isStored(event));
    awaitRetry(event, 1);
    assertThat(event(event).at("lastError")).contains("in_sent");
    assertThat(invoices("in_sent")).isOne();
    server
        .post("/v1/stripe/events/" + event + "/skip", "{\"reason\": \"made by hand\"}")
        .expect(200);
  }

  /// It pays before it is known whose the customer is.
  @Test
  void oneStrayThatFailsKeepsNoOtherBackAndIsTriedAgain() {
    var people = stripe.simulator().people();
    var customer = people.createCustomer("ada@example.com", Map.of());
    var payments =
        Stream.generate(() -> people.pay(customer, 1000, "usd", Map.of())).limit(3).toList();
    stripe.awaitApplied();
    var user = stripe.user();
    stripe.simulator().deliveries().hold();
    var api = new StripeApi(settings(stripe.simulator().base().toString()));
    var named = CustomerUpdateParams.builder().putMetadata(StripeApi.USER, user.toString()).build();
    var _ = api.json(it -> it.customers().update(customer, named));
    var event = lastEvent();
    // As often as the library tries.
    stripe.simulator().faults().cutBefore("GET", "/v1/payment_intents/" + payments.getFirst(), 3);
    stripe.simulator().deliveries().release();
    eventually("stored", () -> isStored(event));
    awaitRetry(event, 1);
    assertThat(paidBy(user)).isEqualTo(2);
    server.clock().set(server.clock().in(Duration.ofSeconds(10)));
    stripe.awaitApplied();
    assertThat(paidBy(user)).isEqualTo(3);
  }

  private static long paidBy(UUID user) {
    var sql = "SELECT count(*) FROM tally.stripe_payments WHERE user_id = :value::uuid";
    return number(sql, user.toString());
  }

  @Test
  void aReplayFetchesAnewWhatWasAppliedBefore() {
    var payment = payment();
    stripe.awaitApplied();
    var event = lastEvent();
    assertThat(status(event)).isEqualTo("applied");
    stripe.simulator().deliveries().drop(100);
    var _ = stripe.simulator().people().refund(payment, 300);
    stripe.awaitApplied();
    assertThat(refunded(payment)).isZero();
    server.post("/v1/stripe/events/" + event + "/replay", "").expect(200);
    stripe.awaitApplied();
    assertThat(refunded(payment)).isEqualTo(300);
  }

  /// A fetch that began before the replay does not settle it.
  @Test
  void aReplayDuringAFetchIsAFetchOfItsOwn() {
    stripe.simulator().deliveries().hold();
    var payment = payment();
    var event = lastEvent();
    var held = gate.holdNext("/v1/payment_intents/" + payment);
    stripe.simulator().deliveries().release();
    held.awaitGiven();
    stripe.simulator().deliveries().awaitIdle();
    stripe.simulator().deliveries().drop(100);
    var _ = stripe.simulator().people().refund(payment, 300);
    server.post("/v1/stripe/events/" + event + "/replay", "").expect(200);
    held.release();
    stripe.awaitApplied();
    assertThat(refunded(payment)).isEqualTo(300);
  }

  @Test
  void anEventWhoseAlarmClockWasLostGetsAnother() {
    stripe.simulator().faults().down(Outage.UNAVAILABLE);
    var event = strangeEvent();
    eventually("stored", () -> isStored(event));
    awaitRetry(event, 1);
    eventually("it sleeps", () -> number(SLEEPING, event) == 1);
    server.run("DELETE FROM tally.scheduled_tasks WHERE task_instance = '" + event + "'");
    assertThat(new Inbox(server.database(), server.clock()).armWaiting()).isEqualTo(1);
    server.clock().set(server.clock().in(Duration.ofSeconds(10)));
    awaitRetry(event, 2);
    server
        .post("/v1/stripe/events/" + event + "/skip", "{\"reason\": \"made by hand\"}")
        .expect(200);
  }

  private static final String SLEEPING =
      """
      SELECT count(*) FROM tally.scheduled_tasks WHERE task_instance = :value AND NOT picked
      """;

  /// As after a crash between the commit that applied it and the one that put the clock away.
  @Test
  void anAlarmClockOfASettledEventRingsForNothing() {
    var payment = payment();
    stripe.awaitApplied();
    eventually("none is left", () -> number(CLOCKS, Inbox.TASK) == 0);
    long before = number(FETCH, payment);
    server.run(
        """
        INSERT INTO tally.scheduled_tasks
               (task_name, task_instance, execution_time, picked, version)
        VALUES ('%s', '%s', '2026-01-01', false, 1)
        """
            .formatted(Inbox.TASK, lastEvent()));
    eventually("put away", () -> number(CLOCKS, Inbox.TASK) == 0);
    assertThat(number(FETCH, payment)).isEqualTo(before);
  }

  private static final String FETCH =
      """
      SELECT fetch_no FROM tally.stripe_payments WHERE id = :value
      """;

  private static final String CLOCKS =
      """
      SELECT count(*) FROM tally.scheduled_tasks WHERE task_name = :value
      """;

  @Test
  void leavesNoAlarmClockBehind() {
    var _ = payment();
    stripe.awaitApplied();
    eventually("none is left", () -> number(CLOCKS, Inbox.TASK) == 0);
  }

  @Test
  void twoServersShareTheWork() {
    try (var _ = server.another()) {
      stripe.simulator().deliveries().hold();
      var people = stripe.simulator().people();
      var customers =
          Stream.generate(() -> people.createCustomer("ada@example.com", Map.of()))
              .limit(50)
              .toList();
      stripe.simulator().deliveries().release();
      stripe.awaitApplied();
      for (var customer : customers) {
        assertThat(fetches("/v1/customers/" + customer)).as(customer).isEqualTo(1);
      }
    }
  }

  @Test
  void refusesWhatTheStatusDoesNotAllow() {
    var _ = payment();
    stripe.awaitApplied();
    var event = lastEvent();
    var skip = "/v1/stripe/events/" + event + "/skip";
    assertThat(status(event)).isEqualTo("applied");
    assertThat(server.post(skip, "{\"reason\": \"x\"}").at("code")).isEqualTo("status_conflict");
    assertThat(server.post("/v1/stripe/events/evt_none/replay", "").at("code"))
        .isEqualTo("event_not_found");
    assertThat(server.get("/v1/stripe/events/evt_%00").at("code")).isEqualTo("event_not_found");
    assertThat(server.post(skip, "{\"reason\": \"\"}").at("code")).isEqualTo("field_invalid");
  }
}
