package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.TestingStripe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Users who are deleted are deleted at Stripe too, and what Stripe goes on to say of them does not
/// bring back what is personal.
class StripeDeletionTest {
  @RegisterExtension
  private static final TestingStripe stripe =
      TestingStripe.startWith(
          simulator ->
              Map.of(
                  "TALLY_STRIPE_PLANS",
                  simulator.people().createPrice("Team", 2_000, "usd", "month") + "=5000"));

  private static final TestingServer server = stripe.server();
  private static final StripeSimulator simulator = stripe.simulator();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private final String mark = "mark" + UUID.randomUUID().toString().replace("-", "");
  private final UUID user = server.userCalled(mark + "@example.com");

  private Reply checkout(String operation, String field, String value) {
    var body =
        """
        {"operationId": "%s", "%s": "%s", "successUrl": "https://app.example/%s"}
        """
            .formatted(operation, field, value, mark);
    return server.post("/v1/users/" + user + "/checkout", body).expect(201);
  }

  private void delete() {
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
  }

  private String plan() {
    return server.get("/v1/packs").expect(200).at("plans.0.price");
  }

  private Reply payments() {
    return server.get("/v1/users/" + user + "/payments").expect(200);
  }

  private static final String TABLES =
      """
      SELECT tablename FROM pg_tables WHERE schemaname = 'tally' ORDER BY tablename
      """;

  /// Tables of ours with a row that holds a text anywhere.
  private static List<String> rowsWith(String text) {
    return server
        .database()
        .inTransaction(
            tx -> {
              var found = new ArrayList<String>();
              for (var table : tx.query(TABLES).mapTo(String.class).list()) {
                var sql =
                    "SELECT EXISTS (SELECT FROM tally.%s t WHERE t::text LIKE '%%' || :mark || '%%')"
                        .formatted(table);
                if (tx.query(sql).bind("mark", text).mapTo(Boolean.class).one()) found.add(table);
              }
              return found;
            });
  }

  private static final String LEFT =
      """
      SELECT count(*) FROM tally.stripe_customers WHERE user_id = :user AND NOT is_deleted
      """;

  private long customersLeft() {
    return server
        .database()
        .inTransaction(tx -> tx.query(LEFT).bind("user", user).mapTo(Long.class).one());
  }

  @Test
  void leavesIdsAmountsAndStatesAlone() {
    var card = "card" + mark;
    var sold = checkout("o", "pack", "starter");
    var payment = simulator.people().payCheckout(sold.at("sessionId"), card);
    var plan = checkout("plan", "plan", plan());
    var subscription = simulator.people().payCheckout(plan.at("sessionId"), card);
    var open = checkout("open", "pack", "big");
    stripe.awaitApplied();
    assertThat(rowsWith(mark))
        .contains("stripe_customers", "stripe_payments", "stripe_events", "checkouts");
    assertThat(rowsWith(card)).contains("stripe_payments", "user_cards");
    var before = payments().json();
    assertThat(before.path("payments")).hasSize(2);

    delete();
    assertThat(rowsWith(mark)).doesNotContain("users", "stripe_customers", "checkouts");
    eventually("the customer is deleted at Stripe", () -> customersLeft() == 0);
    stripe.awaitApplied();
    // What Stripe says of them from now on.
    simulator.people().refund(payment, 300);
    stripe.awaitApplied();
    assertThat(rowsWith(mark)).isEmpty();
    assertThat(rowsWith(card)).isEmpty();

    var after = payments().json().path("payments");
    assertThat(Reply.each(after, "id")).isEqualTo(Reply.each(before.path("payments"), "id"));
    assertThat(Reply.each(after, "amountRefunded")).contains("300");
    var ended = server.get("/v1/users/" + user + "/subscriptions").expect(200);
    assertThat(ended.at("subscriptions.0.id")).isEqualTo(subscription);
    assertThat(ended.at("subscriptions.0.status")).isEqualTo("canceled");
    assertThat(state(open.at("sessionId"))).isEqualTo("expired");
  }

  private static String state(String session) {
    return simulator.calls().stream()
            .anyMatch(call -> call.path().equals("/v1/checkout/sessions/" + session + "/expire"))
        ? "expired"
        : "open";
  }

  private static final String DISPUTES =
      """
      SELECT count(payload)
        FROM tally.stripe_events
       WHERE subject = 'payment:' || :payment AND type LIKE 'charge.dispute.%'
      """;

  /// How many events of disputes are kept as they were received.
  private static long disputesKept(String payment) {
    return server
        .database()
        .inTransaction(tx -> tx.query(DISPUTES).bind("payment", payment).mapTo(Long.class).one());
  }

  /// A dispute holds the cardholder's name and addresses, and names no customer.
  @Test
  void erasesTheDisputesThatNameThePaymentAlone() {
    var payment = simulator.people().payCheckout(checkout("o", "pack", "starter").at("sessionId"));
    var dispute = simulator.people().dispute(payment, 1_000);
    stripe.awaitApplied();
    assertThat(disputesKept(payment)).isPositive();
    delete();
    assertThat(disputesKept(payment)).isZero();
    simulator.people().winDispute(dispute);
    stripe.awaitApplied();
    assertThat(disputesKept(payment)).isZero();
    eventually("the customer is deleted at Stripe", () -> customersLeft() == 0);
  }

  @Test
  void waitsForStripeAndDeletesThenWhatItHas() {
    checkout("o", "pack", "starter");
    stripe.awaitApplied();
    simulator.faults().down();
    delete();
    assertThat(rowsWith(mark)).isEmpty();
    assertThat(customersLeft()).isEqualTo(1);
    simulator.faults().up();
    eventually("the customer is deleted at Stripe", () -> customersLeft() == 0);
    stripe.awaitApplied();
    assertThat(rowsWith(mark)).isEmpty();
  }

  @Test
  void forgetsDisputesWhichNameTheCustomerButNotById() {
    var sold = checkout("o", "pack", "starter");
    var payment = simulator.people().payCheckout(sold.at("sessionId"));
    var dispute = simulator.people().dispute(payment, 1000);
    stripe.awaitApplied();
    nameInDisputes(payment);
    delete();
    assertThat(rowsWith(mark)).doesNotContain("stripe_events");
    // What comes of it later is forgotten when it is applied.
    simulator.people().winDispute(dispute);
    stripe.awaitApplied();
    nameInDisputes(payment);
    simulator.people().refund(payment, 100);
    stripe.awaitApplied();
    assertThat(rowsWith(mark)).isEmpty();
  }

  private void nameInDisputes(String payment) {
    server.run(
        """
        UPDATE tally.stripe_events SET payload = '{"customer_name": "%s"}'
         WHERE type LIKE 'charge.dispute.%%' AND subject = 'payment:%s'
        """
            .formatted(mark, payment));
  }

  @Test
  void oneAtWhomStripeHasAFaultHoldsUpNoOther() {
    var faulty = new ArrayList<String>();
    for (int i = 0; i < 3; i++) faulty.add(customer(server.user()));
    var well = customer(server.user());
    faulty.add(well);
    faulty.sort(null);
    // The one that comes last.
    well = faulty.removeLast();
    for (var each : faulty) {
      simulator.faults().cutBefore("DELETE", "/v1/customers/" + each, 1_000);
    }
    server.run(
        "UPDATE tally.stripe_customers SET is_orphaned = true WHERE id IN ('%s', '%s')"
            .formatted(String.join("', '", faulty), well));
    var last = well;
    eventually("the last is deleted", () -> isDeleted(last));
    assertThat(faulty).noneMatch(StripeDeletionTest::isDeleted);
    for (var each : faulty) simulator.people().deleteCustomer(each);
    stripe.awaitApplied();
  }

  private static String customer(UUID owner) {
    var body = "{\"operationId\": \"o\", \"pack\": \"starter\"}";
    server.post("/v1/users/" + owner + "/checkout", body).expect(201);
    return server.get("/v1/users/" + owner).expect(200).at("stripeCustomerId");
  }

  private static final String IS_DELETED =
      """
      SELECT is_deleted FROM tally.stripe_customers WHERE id = :id
      """;

  private static boolean isDeleted(String id) {
    return server
        .database()
        .inTransaction(tx -> tx.query(IS_DELETED).bind("id", id).mapTo(Boolean.class).one());
  }

  @Test
  void alsoDeletesACustomerWhoWasNotKnownYet() {
    simulator.deliveries().hold();
    simulator.faults().cutAfter("POST", "/v1/customers", 1);
    var body = "{\"operationId\": \"o\", \"pack\": \"starter\"}";
    server.post("/v1/users/" + user + "/checkout", body).expectProblem(503, "stripe_unavailable");
    delete();
    simulator.deliveries().release();
    stripe.awaitApplied();
    eventually("the customer was found and deleted", this::isDeletedAtStripe);
    assertThat(customersLeft()).isZero();
  }

  private static final String DELETED =
      """
      SELECT EXISTS (SELECT FROM tally.stripe_customers WHERE user_id = :user AND is_deleted)
      """;

  private boolean isDeletedAtStripe() {
    return server
        .database()
        .inTransaction(tx -> tx.query(DELETED).bind("user", user).mapTo(Boolean.class).one());
  }
}
