package dev.tallystick.stripe.topup;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.cli.TestingServe;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingServer;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.simulator.Settings;
import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.TestingStripe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A server is killed between each two steps of a top-up, and the next one goes on: one payment,
/// one grant.
class KilledTopUpsTest {
  private static final DatabaseUrl url = TestingServer.freshDatabase();
  private static final Database database = Database.open(url, 3);

  private static final StripeSimulator simulator =
      StripeSimulator.start(
          Settings.of(TestingStripe.API_KEY, TestingStripe.WEBHOOK_SECRET, 7),
          InstantSource.system());

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(database);

  @TempDir private static Path folder;

  private static String key = "";
  private static TestingServe serve;

  /// When the server is killed.
  enum Moment {
    /// What is bought is decided; Stripe was only asked for the card.
    DECIDED("GET /v1/customers/[^/]+/payment_methods"),
    /// There is a payment intent, whose id nobody noted.
    MADE("POST /v1/payment_intents"),
    /// The id is noted; the request to confirm it never arrived.
    NOTED(""),
    /// It is paid; the answer was lost with the server.
    CONFIRMED("POST /v1/payment_intents/[^/]+/confirm"),
    /// What was bought is not given yet.
    FETCHED("GET /v1/payment_intents/[^/]+"),
    GIVEN("");

    private final String call;

    Moment(String call) {
      this.call = call;
    }
  }

  private static TestingServe start() throws IOException {
    var started =
        TestingServe.start(url, folder, key, TestingStripe.environment(simulator)).await();
    simulator.sendWebhooksTo(TestingStripe.webhook(started.port()));
    return started;
  }

  @BeforeAll
  static void startFirst() throws IOException {
    key = TestingServe.newKey(database);
    serve = start();
  }

  @AfterAll
  static void stop() throws IOException {
    serve.close();
    simulator.close();
    database.close();
  }

  private static List<String> rows(String sql, UUID user) {
    return database.inTransaction(
        tx -> tx.query(sql).bind("user", user).mapTo(String.class).list());
  }

  private static final String CUSTOMER =
      """
      SELECT stripe_customer_id FROM tally.users
       WHERE id = :user AND stripe_customer_id IS NOT NULL
      """;

  private static final String NOTED =
      """
      SELECT payment_id FROM tally.top_ups WHERE user_id = :user AND last_error IS NOT NULL
      """;

  private static final String STATUS =
      """
      SELECT status FROM tally.top_ups WHERE user_id = :user
      """;

  private static final String GRANTS =
      """
      SELECT trim_scale(principal)::text FROM tally.credit_grants
       WHERE user_id = :user AND type = 'purchase'
      """;

  private static final String PAYMENTS =
      """
      SELECT status FROM tally.stripe_payments WHERE user_id = :user
      """;

  private static final String LEASE_ENDS =
      """
      UPDATE tally.top_ups SET retry_at = now() WHERE user_id = '%s'
      """;

  private static UUID payer() {
    var user = UUID.randomUUID();
    send("POST", "/v1/users", "{\"id\": \"%s\"}".formatted(user), 201);
    send(
        "POST",
        "/v1/users/%s/grants".formatted(user),
        "{\"operationId\": \"start\", \"type\": \"admin\", \"credits\": \"501\"}",
        201);
    var metadata = Map.of("tally_user", user.toString());
    var customer = simulator.people().createCustomer("ada@example.com", metadata);
    simulator.people().attachCard(customer, "card of " + user);
    eventually("the customer is known", () -> !rows(CUSTOMER, user).isEmpty());
    return user;
  }

  private static void send(String method, String path, String body, int status) {
    serve.send(method, path, body).expect(status);
  }

  private static boolean wasCalled(Moment moment, int since) {
    return simulator.calls().stream()
        .skip(since)
        .anyMatch(call -> (call.method() + " " + call.path()).matches(moment.call));
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void whatAKilledServerBeganIsPaidOnceAndGivenOnce(Moment moment) throws Exception {
    var user = payer();
    simulator.deliveries().awaitIdle();
    simulator.deliveries().hold();
    int before = simulator.calls().size();
    if (moment == Moment.NOTED) {
      simulator.faults().cutBefore("POST", "/v1/payment_intents/", 1);
    } else if (moment != Moment.GIVEN) {
      simulator.faults().slow(Duration.ofMillis(700));
    }
    send(
        "PUT",
        "/v1/users/%s/auto-top-up".formatted(user),
        "{\"enabled\": true, \"below\": \"502\", \"pack\": \"starter\","
            + " \"monthlyAmountMax\": 100000}",
        200);
    eventually(
        moment.name(),
        () ->
            switch (moment) {
              case NOTED -> !rows(NOTED, user).isEmpty();
              case GIVEN -> rows(STATUS, user).equals(List.of("paid"));
              case DECIDED, MADE, CONFIRMED, FETCHED -> wasCalled(moment, before);
            });
    serve.kill();
    assertThat(rows(STATUS, user)).containsExactly(moment == Moment.GIVEN ? "paid" : "paying");
    simulator.faults().slow(Duration.ZERO);
    database.useTransaction(tx -> tx.update(LEASE_ENDS.formatted(user)).execute());
    serve = start();
    eventually("it is paid", () -> rows(STATUS, user).equals(List.of("paid")));
    assertThat(rows(GRANTS, user)).containsExactly("1000");
    simulator.deliveries().release();
    simulator.deliveries().awaitIdle();
    eventually("Stripe's events are applied", () -> rows(PAYMENTS, user).contains("succeeded"));
    assertThat(rows(PAYMENTS, user)).containsExactly("succeeded");
    assertThat(rows(GRANTS, user)).containsExactly("1000");
    assertThat(rows(STATUS, user)).containsExactly("paid");
  }
}
