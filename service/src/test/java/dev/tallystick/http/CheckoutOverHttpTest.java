package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.simulator.Call;
import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.TestingStripe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Packs are offered over HTTP: one customer a user, one session an operation, whatever happens in
/// between.
class CheckoutOverHttpTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  private static final TestingServer server = stripe.server();
  private static final StripeSimulator simulator = stripe.simulator();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static ObjectNode order(String operation, String pack) {
    return JsonNodeFactory.instance.objectNode().put("operationId", operation).put("pack", pack);
  }

  private static Reply checkout(UUID user, ObjectNode order) {
    return server.post("/v1/users/" + user + "/checkout", order);
  }

  /// Asks as a client does: again, under the same id, for as long as Stripe is out of reach.
  private static Reply persist(UUID user, ObjectNode order) {
    var reply = checkout(user, order);
    for (int i = 0; reply.status() == 503 && i < 20; i++) reply = checkout(user, order);
    return reply;
  }

  private static List<Call> calls(String method, String path, UUID user) {
    return simulator.calls().stream()
        .filter(call -> call.method().equals(method) && call.path().equals(path))
        .filter(call -> call.parameters().containsValue(user.toString()))
        .toList();
  }

  /// Which customers were made for a user.
  private static long customers(UUID user) {
    return calls("POST", "/v1/customers", user).stream()
        .filter(call -> call.status() == 200 && !call.isReplay())
        .count();
  }

  private static long sessions(UUID user) {
    return calls("POST", "/v1/checkout/sessions", user).stream()
        .filter(call -> call.status() == 200 && !call.isReplay())
        .count();
  }

  private static String customerOf(UUID user) {
    return server.get("/v1/users/" + user).expect(200).at("stripeCustomerId");
  }

  @Test
  void offersAPackThatIsPaidAtStripe() {
    var user = server.userCalled("ada-" + UUID.randomUUID() + "@example.com");
    var offered = checkout(user, order("o", "starter")).expect(201);
    assertThat(offered.at("credits")).isEqualTo("1000");
    assertThat(offered.at("amount")).isEqualTo("1000");
    assertThat(offered.at("url")).startsWith(simulator.base() + "/c/pay/cs_");
    assertThat(offered.at("expiresAt"))
        .isEqualTo(TestingClock.START.plus(Duration.ofDays(1)).toString());

    var asked = calls("POST", "/v1/checkout/sessions", user).getFirst();
    assertThat(asked.idempotencyKey().orElseThrow()).startsWith(offered.at("id"));
    assertThat(asked.parameters())
        .containsAllEntriesOf(
            Map.of(
                "customer", customerOf(user),
                "client_reference_id", user.toString(),
                "mode", "payment",
                "line_items[0][price_data][unit_amount]", "1000",
                "line_items[0][price_data][currency]", "usd",
                "payment_intent_data[metadata][tally_user]", user.toString(),
                "payment_intent_data[metadata][tally_credits]", "1000",
                "payment_intent_data[metadata][tally_checkout]", offered.at("id"),
                "payment_intent_data[setup_future_usage]", "off_session"));
    assertThat(asked.parameters().get("success_url"))
        .isEqualTo("http://localhost:" + server.port() + "/account/credits");
    assertThat(simulator.people().payCheckout(offered.at("sessionId"))).startsWith("pi_");
  }

  @Test
  void makesACustomerFromTheUsersIdAloneAndThenSaysItsName() {
    var user = server.userCalled("bob-" + UUID.randomUUID() + "@example.com");
    checkout(user, order("o", "starter")).expect(201);
    var made = calls("POST", "/v1/customers", user).getFirst();
    assertThat(made.parameters()).isEqualTo(Map.of("metadata[tally_user]", user.toString()));
    assertThat(made.idempotencyKey()).contains("tally-customer-" + user);
    var mirrored =
        server
            .database()
            .inTransaction(
                tx ->
                    tx.query(
                            "SELECT email FROM tally.stripe_customers WHERE user_id = '"
                                + user
                                + "'")
                        .mapTo(String.class)
                        .one());
    assertThat(mirrored).startsWith("bob-");
  }

  @Test
  void answersARepetitionWithTheSameSession() {
    var user = server.user();
    var first = checkout(user, order("o", "starter")).expect(201);
    var again = checkout(user, order("o", "starter")).expect(200);
    assertThat(again.json()).isEqualTo(first.json());
    var header =
        server.postOnce(
            "o",
            "/v1/users/" + user + "/checkout",
            JsonNodeFactory.instance.objectNode().put("pack", "starter"));
    assertThat(header.expect(200).json()).isEqualTo(first.json());
    checkout(user, order("o", "big")).expectProblem(409, "operation_reused");
    checkout(user, order("o", "starter").put("successUrl", "https://app.example/"))
        .expectProblem(409, "operation_reused");
    assertThat(checkout(user, order("o2", "starter")).expect(201).at("sessionId"))
        .isNotEqualTo(first.at("sessionId"));
    assertThat(customers(user)).isEqualTo(1);
  }

  @Test
  void asksStripeOnceHoweverManyAskAtOnce() throws Exception {
    var user = server.user();
    List<Callable<Reply>> same =
        IntStream.range(0, 20)
            .<Callable<Reply>>mapToObj(_ -> () -> persist(user, order("o", "starter")))
            .toList();
    var replies = together(same);
    assertThat(replies).extracting(Reply::status).containsOnlyOnce(201).contains(200);
    assertThat(replies.stream().map(each -> each.at("sessionId")).distinct()).hasSize(1);
    assertThat(customers(user)).isEqualTo(1);
    assertThat(sessions(user)).isEqualTo(1);
  }

  @Test
  void makesOneCustomerHoweverManyBuyDifferentThingsAtOnce() throws Exception {
    var user = server.user();
    List<Callable<Reply>> many =
        IntStream.range(0, 20)
            .<Callable<Reply>>mapToObj(i -> () -> persist(user, order("o" + i, "starter")))
            .toList();
    var replies = together(many);
    assertThat(replies).extracting(Reply::status).containsOnly(201);
    assertThat(replies.stream().map(each -> each.at("sessionId")).distinct()).hasSize(20);
    assertThat(customers(user)).isEqualTo(1);
  }

  private static List<Reply> together(List<Callable<Reply>> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new java.util.ArrayList<Reply>();
      for (var each : threads.invokeAll(work)) replies.add(each.get());
      return replies;
    }
  }
}
