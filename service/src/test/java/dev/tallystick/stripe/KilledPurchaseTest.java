package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.cli.TestingServe;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.Reply;
import dev.tallystick.http.TestingServer;
import dev.tallystick.postgres.CuttingProxy;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.simulator.Settings;
import dev.tallystick.simulator.StripeSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a server at each moment of a purchase, which are counted: each message to
/// PostgreSQL, each request to Stripe and each answer. Another server goes on, the client asks
/// again under the same id, Stripe sends again what was not taken: in the end one customer has paid
/// once for one grant.
///
/// A few moments are enough each day; `-Dmoments=1` goes through all of them, until a purchase ends
/// before its moment has come, `-Dmoments=5` through every fifth.
final class KilledPurchaseTest {
  private static final int STEP = Integer.getInteger("moments", 0);
  private static final int FIRST = Integer.getInteger("moment", 1);
  private static final List<Integer> SAMPLE = List.of(23, 50);
  private static final int MOMENTS_MAX = 1_000;

  private static final DatabaseUrl URL = TestingServer.freshDatabase();
  private static final Database DATABASE = Database.open(URL, 3);
  private static final CuttingProxy POSTGRES = CuttingProxy.of(URL);
  private static final StripeSimulator SIMULATOR =
      StripeSimulator.start(
          Settings.of(TestingStripe.API_KEY, TestingStripe.WEBHOOK_SECRET, 7),
          InstantSource.system());

  @RegisterExtension private static final TestingGate gate = TestingGate.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(DATABASE);

  @TempDir private static Path folder;

  private static final String KEY = TestingServe.newKey(DATABASE);

  private static TestingServe serve;

  /// How many moments are left until it is killed.
  private static final AtomicInteger LEFT = new AtomicInteger();

  /// Held while one is killed or started: who misses an answer waits until it is known why.
  private static final Object SERVERS = new Object();

  private static boolean isKilled;

  @BeforeAll
  static void begin() throws IOException {
    gate.leadTo(SIMULATOR.base());
    serve = start();
  }

  @AfterAll
  static void end() throws IOException {
    serve.close();
    SIMULATOR.close();
    POSTGRES.close();
    DATABASE.close();
  }

  @AfterEach
  void killNobodyElse() {
    LEFT.set(0);
  }

  private static TestingServe start() throws IOException {
    var variables = new HashMap<>(TestingStripe.environment(SIMULATOR));
    variables.put("TALLY_STRIPE_API_BASE", gate.base());
    // Each is at another port: what it would say of itself by default is no part of the test.
    variables.put("TALLY_PUBLIC_URL", "https://tally.example");
    var started = TestingServe.start(POSTGRES.url(), folder, KEY, variables).await();
    SIMULATOR.sendWebhooksTo(TestingStripe.webhook(started.port()));
    return started;
  }

  private static boolean isLast() {
    if (LEFT.get() <= 0 || LEFT.decrementAndGet() != 0) return false;
    synchronized (SERVERS) {
      try {
        serve.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      isKilled = true;
    }
    return true;
  }

  private static final String SERVERS_ARE_DEAD =
      """
      UPDATE tally.scheduled_tasks SET last_heartbeat = last_heartbeat - interval '1 hour'
       WHERE picked
      """;

  /// Starts another one if it was killed, some time later.
  private static void revive() {
    synchronized (SERVERS) {
      if (!isKilled) return;
      isKilled = false;
      DATABASE.useTransaction(tx -> tx.update(SERVERS_ARE_DEAD).execute());
      try {
        serve.close();
        serve = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Asks until there is an answer.
  private Reply ask(String method, String path, ObjectNode body) {
    for (int i = 0; i < 10; i++) {
      revive();
      try {
        var reply = serve.send(method, path, body.toString());
        if (reply.status() < 500) return reply;
      } catch (UncheckedIOException _) {
        // It was killed: again.
      }
    }
    throw new AssertionError(path + " gets no answer");
  }

  private static ObjectNode body() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static UUID signUp() {
    var user = UUID.randomUUID();
    var reply = serve.send("POST", "/v1/users", body().put("id", user.toString()).toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return user;
  }

  /// One time through, killed or not.
  private interface Purchase {
    void run(UUID user);
  }

  private void killedAtEachMoment(String name, Purchase purchase, Expected expected) {
    POSTGRES.cutWhen(KilledPurchaseTest::isLast);
    gate.cutWhen(KilledPurchaseTest::isLast);
    var moments =
        STEP == 0
            ? SAMPLE
            : IntStream.iterate(FIRST, it -> it < MOMENTS_MAX, it -> it + STEP).boxed().toList();
    for (int moment : moments) {
      if (isOver(moment, purchase, expected)) {
        System.out.printf("%s: not killed any more at moment %d%n", name, moment);
        return;
      }
    }
  }

  /// What is there in the end.
  private interface Expected {
    void check(UUID user);
  }

  /// Whether the purchase was over before the moment came.
  private boolean isOver(int moment, Purchase purchase, Expected expected) {
    revive();
    var user = signUp();
    LEFT.set(moment);
    try {
      purchase.run(user);
      boolean isOver = LEFT.getAndSet(0) > 0;
      revive();
      Eventually.eventually("all is applied", () -> isApplied(user));
      expected.check(user);
      return isOver;
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(
          "killed at moment %d (from there: -Dmoments=1 -Dmoment=%d): %s; the inbox keeps %s"
              .formatted(moment, moment, failure, lines(INBOX, UUID.randomUUID())),
          failure);
    }
  }

  private static final String INBOX =
      """
      SELECT concat_ws(' ', id, type, subject, status, attempts, last_error)
        FROM tally.stripe_events
       WHERE status IN ('waiting', 'failed') AND :user::uuid IS NOT NULL
      """;

  private static final String GRANTS =
      """
      SELECT concat_ws(' ', type, trim_scale(principal), trim_scale(balance))
        FROM tally.credit_grants
       WHERE user_id = :user AND operation_id LIKE 'stripe:%'
      """;

  private static List<String> lines(String sql, UUID user) {
    return DATABASE.inTransaction(
        tx -> tx.query(sql).bind("user", user).mapTo(String.class).list());
  }

  private boolean isApplied(UUID user) {
    revive();
    SIMULATOR.deliveries().redeliver();
    SIMULATOR.deliveries().awaitIdle();
    return lines(INBOX, user).isEmpty() && !lines(GRANTS, user).isEmpty();
  }

  private static long made(String path, UUID user) {
    return SIMULATOR.calls().stream()
        .filter(call -> call.method().equals("POST") && call.path().equals(path))
        .filter(call -> call.parameters().containsValue(user.toString()))
        .filter(call -> call.status() == 200 && !call.isReplay())
        .count();
  }

  private static final String PAYMENTS =
      """
      SELECT concat_ws(' ', status, amount_received, currency)
        FROM tally.stripe_payments
       WHERE user_id = :user
      """;

  private static final String CUSTOMERS =
      """
      SELECT id FROM tally.stripe_customers WHERE user_id = :user
      """;

  private static void oneOfEach(UUID user) {
    assertThat(made("/v1/customers", user)).as("customers").isEqualTo(1);
    assertThat(lines(CUSTOMERS, user)).hasSize(1);
    assertThat(made("/v1/checkout/sessions", user)).as("sessions").isEqualTo(1);
    assertThat(lines(PAYMENTS, user)).containsExactly("succeeded 1000 usd");
    assertThat(lines(GRANTS, user)).containsExactly("purchase 1000 1000");
  }

  @Test
  void aCheckoutIsPaidAndGivesOnce() {
    killedAtEachMoment(
        "checkout",
        user -> {
          var asked = body().put("operationId", "order").put("pack", "starter");
          var offered = ask("POST", "/v1/users/" + user + "/checkout", asked);
          assertThat(offered.status()).as(offered.text()).isBetween(200, 201);
          SIMULATOR.people().payCheckout(offered.at("sessionId"));
          Eventually.eventually("it is paid and given", () -> isApplied(user));
        },
        KilledPurchaseTest::oneOfEach);
  }

  private static final String TOP_UPS =
      """
      SELECT concat_ws(' ', status, packs) FROM tally.top_ups WHERE user_id = :user
      """;

  private static void onePaid(UUID user) {
    assertThat(made("/v1/payment_intents", user)).as("payments").isEqualTo(1);
    assertThat(lines(TOP_UPS, user)).containsExactly("paid 1");
    assertThat(lines(PAYMENTS, user)).containsExactly("succeeded 1000 usd");
    assertThat(lines(GRANTS, user)).hasSize(1).first().asString().startsWith("purchase 1000 ");
  }

  @Test
  void aTopUpIsPaidAndGivesOnce() {
    killedAtEachMoment(
        "top-up",
        user -> {
          var customer =
              SIMULATOR
                  .people()
                  .createCustomer("a@example.com", Map.of("tally_user", user.toString()));
          var _ = SIMULATOR.people().attachCard(customer, "card of " + user);
          Eventually.eventually(
              "the customer is known",
              () -> {
                revive();
                SIMULATOR.deliveries().redeliver();
                SIMULATOR.deliveries().awaitIdle();
                return !lines(CUSTOMERS, user).isEmpty() && lines(INBOX, user).isEmpty();
              });
          var wanted = body().put("enabled", true).put("below", "100").put("pack", "starter");
          var set =
              ask(
                  "PUT",
                  "/v1/users/" + user + "/auto-top-up",
                  wanted.put("monthlyAmountMax", 100_000));
          assertThat(set.status()).as(set.text()).isEqualTo(200);
          Eventually.eventually("it is paid and given", () -> isApplied(user) && isPaid(user));
        },
        KilledPurchaseTest::onePaid);
  }

  private static boolean isPaid(UUID user) {
    return lines(TOP_UPS, user).contains("paid 1");
  }
}
