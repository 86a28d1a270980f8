package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.TestingStripe;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What was paid, subscribed to and is sold, read over HTTP; the portal; and all that goes on while
/// Stripe is out of reach.
class PaymentsOverHttpTest {
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

  private final UUID user = server.user();

  private Reply checkout(String operation, String field, String value) {
    var body = "{\"operationId\": \"%s\", \"%s\": \"%s\"}".formatted(operation, field, value);
    return server.post("/v1/users/" + user + "/checkout", body);
  }

  private String buy(String operation) {
    var session = checkout(operation, "pack", "starter").expect(201).at("sessionId");
    return simulator.people().payCheckout(session);
  }

  private static String plan() {
    return server.get("/v1/packs").expect(200).at("plans.0.price");
  }

  private Reply payments(String query) {
    return server.get("/v1/users/" + user + "/payments" + query);
  }

  private Reply subscriptions() {
    return server.get("/v1/users/" + user + "/subscriptions").expect(200);
  }

  @Test
  void saysWhatIsSold() {
    var sold = server.get("/v1/packs").expect(200);
    assertThat(Reply.each(sold.json().path("packs"), "name")).containsExactly("starter", "big");
    assertThat(sold.at("packs.0.amount")).isEqualTo("1000");
    assertThat(sold.at("plans.0.creditsMonthly")).isEqualTo("5000");
  }

  @Test
  void listsPaymentsNewestFirstAndPagesThroughThem() {
    var made = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(buy("o" + i));
      // The fourth and fifth at one moment.
      if (i < 3) server.clock().set(server.clock().in(Duration.ofSeconds(1)));
    }
    stripe.awaitApplied();
    var found = new ArrayList<String>();
    var cursor = "";
    do {
      var page = payments("?limit=2" + cursor).expect(200);
      found.addAll(Reply.each(page.json().path("payments"), "id"));
      cursor = page.json().path("nextCursor").isNull() ? "" : "&cursor=" + page.at("nextCursor");
    } while (!cursor.isEmpty());
    assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(made);
    assertThat(found.subList(2, 5)).isEqualTo(made.subList(2, 5));
    var strangers = server.user();
    server
        .get("/v1/users/" + strangers + "/payments?cursor=" + made.getFirst())
        .expectProblem(422, "field_invalid");
    payments("?cursor=nonsense").expectProblem(422, "field_invalid");
    payments("?limit=0").expectProblem(422, "field_invalid");
    server.get("/v1/users/" + UUID.randomUUID() + "/payments").expectProblem(404, "user_not_found");
  }

  @Test
  void saysHowEachPaymentStands() {
    var payment = buy("o");
    stripe.awaitApplied();
    var paid = payments("").expect(200);
    assertThat(paid.at("payments.0.standing")).isEqualTo("paid");
    assertThat(paid.at("payments.0.origin")).isEqualTo("checkout");
    assertThat(paid.at("payments.0.credits")).isEqualTo("1000");
    assertThat(paid.at("payments.0.amountReceived")).isEqualTo("1000");
    simulator.people().refund(payment, 250);
    stripe.awaitApplied();
    assertThat(payments("").at("payments.0.standing")).isEqualTo("partly_refunded");
    var dispute = simulator.people().dispute(payment, 750);
    stripe.awaitApplied();
    assertThat(payments("").at("payments.0.standing")).isEqualTo("disputed");
    simulator.people().loseDispute(dispute);
    stripe.awaitApplied();
    assertThat(payments("").at("payments.0.standing")).isEqualTo("lost");
  }

  @Test
  void subscribesOnceAndFollowsTheSubscription() {
    var offered = checkout("plan", "plan", plan()).expect(201);
    assertThat(offered.at("pack")).isEqualTo("null");
    simulator.people().payCheckout(offered.at("sessionId"));
    stripe.awaitApplied();
    var shown = subscriptions();
    assertThat(shown.at("subscriptions.0.running")).isEqualTo("true");
    assertThat(shown.at("subscriptions.0.plan")).isEqualTo(plan());
    assertThat(shown.at("subscriptions.0.unitAmount")).isEqualTo("2000");
    var known = server.get("/v1/users/" + user).expect(200);
    assertThat(known.at("nextQuotaReset")).isEqualTo(shown.at("subscriptions.0.periodEnd"));
    checkout("plan2", "plan", plan()).expectProblem(409, "already_subscribed");
    checkout("plan", "plan", plan()).expect(200);
    assertThat(payments("").expect(200).at("payments.0.origin")).isEqualTo("subscription");
  }

  @Test
  void showsEverybodyTheirOwn() {
    buy("o");
    stripe.awaitApplied();
    var token = server.signIn(user, "pat").at("token");
    assertThat(server.as(token, "GET", "/v1/payments/own").expect(200).json())
        .isEqualTo(payments("").json());
    assertThat(server.as(token, "GET", "/v1/subscriptions/own").expect(200).json())
        .isEqualTo(subscriptions().json());
    var other = server.signIn(server.user(), "web").at("token");
    assertThat(server.as(other, "GET", "/v1/payments/own").expect(200).json().path("payments"))
        .isEmpty();
  }

  @Test
  void leadsToThePortalAlsoWhoWasClosedWithASubscription() {
    var portal = "/v1/users/" + user + "/portal";
    assertThat(server.post(portal, "{}").expect(200).at("url")).startsWith("http");
    var elsewhere = server.post(portal, "{\"returnUrl\": \"https://app.example/\"}").expect(200);
    assertThat(elsewhere.at("url")).startsWith(simulator.base().toString());
    var lines = server.get("/v1/audit?userId=" + user).expect(200).json().path("lines");
    assertThat(Reply.each(lines, "action")).contains("portal.opened");
    server.post("/v1/users/" + user + "/close", "{\"reason\": \"their wish\"}").expect(200);
    server.post(portal, "{}").expect(200);
    var never = server.user();
    server.post("/v1/users/" + never + "/suspend", "{\"reason\": \"abuse\"}").expect(200);
    server.post("/v1/users/" + never + "/portal", "{}").expectProblem(409, "user_inactive");
    server
        .post("/v1/users/" + UUID.randomUUID() + "/portal", "{}")
        .expectProblem(404, "user_not_found");
  }

  @Test
  void makesAnotherCustomerBeforeAnyWebhookSaysThatOneIsGone() {
    checkout("first", "pack", "starter").expect(201);
    simulator.deliveries().hold();
    simulator.people().deleteCustomer(customer());
    checkout("second", "pack", "starter").expect(201);
    simulator.deliveries().release();
  }

  private String customer() {
    return server.get("/v1/users/" + user).expect(200).at("stripeCustomerId");
  }

  @Test
  void sellsNothingWhileStripeIsOutOfReachAndDoesAllElse() throws Exception {
    var spender = server.userWith("100");
    var token = server.signIn(spender, "web").at("token");
    simulator.faults().down();
    try {
      var refused = server.request("/v1/users/" + user + "/checkout");
      var body = "{\"operationId\": \"o\", \"pack\": \"starter\"}";
      try (var http = HttpClient.newHttpClient()) {
        var answer =
            http.send(refused.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.body()).contains("stripe_unavailable");
      }
      server.post("/v1/users/" + user + "/portal", "{}").expectProblem(503, "stripe_unavailable");
      server.post("/v1/messages", Calls.call(spender)).expect(201);
      assertThat(server.balance(spender).at("available")).isEqualTo("97.39723");
      server.grant(spender, "more", "1");
      server.signIn(spender, "web");
      assertThat(server.accepts(token)).isTrue();
      payments("").expect(200);
      subscriptions();
      server.get("/v1/packs").expect(200);
    } finally {
      simulator.faults().up();
    }
    checkout("o", "pack", "starter").expect(201);
  }

  @Test
  void sellsNothingWhereStripeIsNotSetUp() {
    try (var other = TestingServer.start()) {
      var buyer = other.user();
      assertThat(other.get("/v1/packs").expect(200).json().path("packs")).isEmpty();
      other
          .post(
              "/v1/users/" + buyer + "/checkout", "{\"operationId\": \"o\", \"pack\": \"starter\"}")
          .expectProblem(404, "stripe_off");
      other.post("/v1/users/" + buyer + "/portal", "{}").expectProblem(404, "stripe_off");
      assertThat(other.get("/v1/users/" + buyer + "/payments").expect(200).json().path("payments"))
          .isEmpty();
    }
  }
}
