package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.simulator.Call;
import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.TestingStripe;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(offered.at("expiresAt")).isEqualTo(server.clock().in(Duration.ofDays(1)).toString());

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
        .isEqualTo("http://localhost:" + server.port() + "/account/credits?done=paid");
    assertThat(simulator.people().payCheckout(offered.at("sessionId"))).startsWith("pi_");
  }

  @Test
  void makesACustomerFromTheUsersIdAloneAndThenSaysItsName() {
    var user = server.userCalled("bob-" + UUID.randomUUID() + "@example.com");
    checkout(user, order("o", "starter")).expect(201);
    var made = calls("POST", "/v1/customers", user).getFirst();
    assertThat(made.parameters()).isEqualTo(Map.of("metadata[tally_user]", user.toString()));
    assertThat(made.idempotencyKey()).contains("tally-customer-" + user);
    assertThat(emailAtOurs(user)).startsWith("bob-");
  }

  private static final String EMAIL =
      """
      SELECT email FROM tally.stripe_customers WHERE user_id = :user
      """;

  private static String emailAtOurs(UUID user) {
    return server
        .database()
        .inTransaction(tx -> tx.query(EMAIL).bind("user", user).mapTo(String.class).one());
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
  void answersARepetitionAlsoWhereOurOwnAddressHasChanged() {
    var user = server.user();
    var first = checkout(user, order("o", "starter")).expect(201);
    server.run(
        """
        UPDATE tally.checkouts SET success_url = 'https://old.example', cancel_url = 'https://old.example'
         WHERE user_id = '%s'
        """
            .formatted(user));
    assertThat(checkout(user, order("o", "starter")).expect(200).json()).isEqualTo(first.json());
    checkout(user, order("o", "starter").put("cancelUrl", "https://app.example/"))
        .expectProblem(409, "operation_reused");
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

  /// As a server that is killed between two of its steps, of which Stripe carried out the first.
  @ParameterizedTest
  @CsvSource({
    "POST, /v1/customers",
    "GET, /v1/customers/search",
    "POST, /v1/customers/cus_",
    "GET, /v1/customers/cus_",
    "POST, /v1/checkout/sessions"
  })
  void makesOneOfEachWhereverAnAnswerIsLost(String method, String path) {
    var user = server.userCalled("eve-" + UUID.randomUUID() + "@example.com");
    simulator.faults().cutAfter(method, path, 1);
    checkout(user, order("o", "starter")).expectProblem(503, "stripe_unavailable");
    checkout(user, order("o", "starter")).expect(201);
    checkout(user, order("o", "starter")).expect(200);
    assertThat(customers(user)).isEqualTo(1);
    assertThat(sessions(user)).isEqualTo(1);
    assertThat(emailAtOurs(user)).startsWith("eve-");
  }

  @Test
  void findsTheCustomerAndTheSessionAgainWhenStripeHasForgottenTheKeys() {
    var user = server.user();
    simulator.faults().cutAfter("POST", "/v1/checkout/sessions", 1);
    checkout(user, order("o", "starter")).expectProblem(503, "stripe_unavailable");
    var other = server.user();
    simulator.deliveries().hold();
    simulator.faults().cutAfter("POST", "/v1/customers", 1);
    checkout(other, order("o", "starter")).expectProblem(503, "stripe_unavailable");

    server.clock().set(server.clock().in(Duration.ofHours(25)));
    checkout(user, order("o", "starter")).expect(201);
    checkout(other, order("o", "starter")).expect(201);
    simulator.deliveries().release();
    assertThat(sessions(user)).isEqualTo(1);
    assertThat(customers(other)).isEqualTo(1);
  }

  @Test
  void needsNoSearchWhileStripeKeepsTheKey() {
    var user = server.user();
    simulator.deliveries().hold();
    simulator.faults().searchLags(true);
    simulator.faults().cutAfter("POST", "/v1/customers", 1);
    checkout(user, order("o", "starter")).expectProblem(503, "stripe_unavailable");
    checkout(user, order("o", "starter")).expect(201);
    simulator.faults().searchLags(false);
    simulator.deliveries().release();
    assertThat(customers(user)).isEqualTo(1);
  }

  @Test
  void makesAnotherCustomerInPlaceOfOneThatStripeDeleted() {
    var user = server.user();
    checkout(user, order("o", "starter")).expect(201);
    var first = customerOf(user);
    simulator.people().deleteCustomer(first);
    stripe.awaitApplied();
    checkout(user, order("o2", "starter")).expect(201);
    assertThat(customerOf(user)).startsWith("cus_").isNotEqualTo(first);
    assertThat(customers(user)).isEqualTo(2);
    checkout(user, order("o3", "starter")).expect(201);
    assertThat(customers(user)).isEqualTo(2);
  }

  @Test
  void makesAnotherCustomerAlsoWhereTheFirstWasDeletedBeforeAnybodyKnewIt() throws Exception {
    var user = server.user();
    simulator.deliveries().hold();
    simulator.faults().cutAfter("POST", "/v1/customers", 1);
    checkout(user, order("o", "starter")).expectProblem(503, "stripe_unavailable");
    simulator.people().deleteCustomer(customerAtStripe(user));
    var sold = checkout(user, order("o", "starter")).expect(201);
    simulator.deliveries().release();
    simulator.people().payCheckout(sold.at("sessionId"));
    stripe.awaitApplied();
    assertThat(customers(user)).isEqualTo(2);
  }

  private static String customerAtStripe(UUID user) throws Exception {
    var query = "metadata['tally_user']:'" + user + "'";
    var path = "/v1/customers/search?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(simulator.base().resolve(path))
            .header("Authorization", "Bearer " + TestingStripe.API_KEY)
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return Reply.of(http.send(request, BodyHandlers.ofByteArray())).at("data.0.id");
    }
  }

  @Test
  void refusesWhatIsNotSoldAndWhoCannotBuy() {
    var user = server.user();
    checkout(user, order("o", "huge")).expectProblem(422, "field_invalid");
    var neither = JsonNodeFactory.instance.objectNode().put("operationId", "o");
    checkout(user, neither).expectProblem(422, "field_invalid");
    checkout(user, order("o", "starter").put("plan", "price_1"))
        .expectProblem(422, "field_invalid");
    checkout(user, neither.deepCopy().put("plan", "price_none"))
        .expectProblem(422, "field_invalid");
    var keyless = JsonNodeFactory.instance.objectNode().put("pack", "starter");
    assertThat(checkout(user, keyless).expectProblem(422, "field_invalid").at("field"))
        .isEqualTo("operationId");
    checkout(UUID.randomUUID(), order("o", "starter")).expectProblem(404, "user_not_found");
    server.post("/v1/users/" + user + "/suspend", "{\"reason\": \"abuse\"}").expect(200);
    checkout(user, order("o", "starter")).expectProblem(409, "user_inactive");
    server.post("/v1/users/" + user + "/close", "{\"reason\": \"abuse\"}").expect(200);
    checkout(user, order("o", "starter")).expectProblem(409, "user_inactive");
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
    checkout(user, order("o", "starter")).expectProblem(410, "user_deleted");
    assertThat(customers(user)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example/paid",
        "https:///paid",
        "https://me:secret@app.example/",
        "javascript:alert(1)",
        "//app.example",
        "/paid",
        "https://app.example/a b",
        "http://localhost.example/",
        "ftp://localhost/"
      })
  void sendsNobodyWhereNoPersonShouldGo(String url) {
    var user = server.user();
    for (var field : List.of("successUrl", "cancelUrl")) {
      var refused = checkout(user, order("o", "starter").put(field, url));
      assertThat(refused.expectProblem(422, "field_invalid").at("field")).isEqualTo(field);
    }
    var portal = JsonNodeFactory.instance.objectNode().put("returnUrl", url);
    server.post("/v1/users/" + user + "/portal", portal).expectProblem(422, "field_invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example/paid?session={CHECKOUT_SESSION_ID}#end",
        "http://localhost:3000/paid",
        "http://127.0.0.1/",
        "http://[::1]:3000/",
        "HTTPS://APP.EXAMPLE"
      })
  void sendsPeopleBackWhereTheProductIs(String url) {
    var user = server.user();
    checkout(user, order("o", "starter").put("successUrl", url)).expect(201);
    var asked = calls("POST", "/v1/checkout/sessions", user).getFirst();
    assertThat(asked.parameters()).containsEntry("success_url", url);
  }

  @Test
  void sellsToWhoIsSignedIn() {
    var user = server.user();
    var token = server.signIn(user, "web").at("token");
    var request =
        server
            .request("/v1/checkout")
            .setHeader("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(order("own", "starter").toString()));
    var own = server.send(request).expect(201);
    assertThat(checkout(user, order("own", "starter")).expect(200).json()).isEqualTo(own.json());
    var reader =
        server
            .post(
                "/v1/sessions",
                "{\"userId\": \"%s\", \"kind\": \"pat\", \"scopes\": [\"account:read\"]}"
                    .formatted(user))
            .expect(201);
    var refused = request.setHeader("Authorization", "Bearer " + reader.at("token"));
    server.send(refused).expectProblem(403, "scope_missing");
  }

  /// The link signs in to Stripe as the user.
  @Test
  void leadsToThePortalWithAKeyAloneAndWritesWhoAskedForIt() {
    var user = server.user();
    var path = "/v1/users/" + user + "/portal";
    var back = JsonNodeFactory.instance.objectNode().put("returnUrl", "https://app.example/");
    server.post(path, back).expect(200);
    var lines = server.get("/v1/audit?userId=" + user).expect(200).json().path("lines");
    assertThat(Reply.each(lines, "action")).containsOnlyOnce("portal.opened");
    assertThat(lines.path(0).path("actor").asText()).startsWith("key:");

    var admin = server.user();
    server.run("INSERT INTO tally.staff VALUES ('%s', 'admin', 'cli:test')".formatted(admin));
    var token = server.signIn(admin, "web").at("token");
    for (var each : List.of("/portal", "/checkout")) {
      var request =
          server
              .request("/v1/users/" + user + each)
              .setHeader("Authorization", "Bearer " + token)
              .POST(BodyPublishers.ofString(order("staff", "starter").toString()));
      server.send(request).expectProblem(401, "key_invalid");
    }
    lines = server.get("/v1/audit?userId=" + user).expect(200).json().path("lines");
    assertThat(Reply.each(lines, "action")).containsOnlyOnce("portal.opened");
  }

  @Test
  void writesWhoOfferedWhatInTheAuditLog() {
    var user = server.user();
    checkout(user, order("o", "starter")).expect(201);
    checkout(user, order("o", "starter")).expect(200);
    var lines = server.get("/v1/audit?userId=" + user).expect(200).json().path("lines");
    assertThat(Reply.each(lines, "action")).containsOnlyOnce("checkout.opened");
    assertThat(lines.path(0).path("details").path("pack").asText()).isEqualTo("starter");
  }

  private static List<Reply> together(List<Callable<Reply>> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new ArrayList<Reply>();
      for (var each : threads.invokeAll(work)) replies.add(each.get());
      return replies;
    }
  }
}
