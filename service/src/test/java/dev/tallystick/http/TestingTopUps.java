package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.stripe.TestingStripe;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Users with cards, who want credits bought, and what came of it.
record TestingTopUps(TestingStripe stripe) {
  TestingServer server() {
    return stripe.server();
  }

  /// A user with a card, who was given credits.
  Payer payer(String credits) {
    var user = server().userWith(credits);
    var customer =
        stripe
            .simulator()
            .people()
            .createCustomer("ada@example.com", Map.of("tally_user", user.toString()));
    var card = stripe.simulator().people().attachCard(customer, "card of " + user);
    Eventually.eventually("the customer is known", () -> isKnown(user));
    return new Payer(user, customer, card);
  }

  /// @param id the user's
  /// @param customer Stripe's
  record Payer(UUID id, String customer, String card) {}

  private boolean isKnown(UUID user) {
    return !server().get("/v1/users/" + user).json().path("stripeCustomerId").isNull();
  }

  Reply set(UUID user, String body) {
    return server()
        .send(
            server()
                .request("/v1/users/%s/auto-top-up".formatted(user))
                .method("PUT", BodyPublishers.ofString(body)));
  }

  Reply enable(UUID user, String below, String pack, long monthlyMax) {
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("enabled", true)
            .put("below", below)
            .put("pack", pack)
            .put("monthlyAmountMax", monthlyMax);
    return set(user, body.toString()).expect(200);
  }

  Reply standing(UUID user) {
    return server().get("/v1/users/%s/auto-top-up".formatted(user)).expect(200);
  }

  /// Has 2.60277 credits charged.
  void call(UUID user) {
    server().post("/v1/messages", Calls.call(user)).expect(201);
  }

  /// Waits until the last shortfall has this status.
  Reply await(UUID user, String status) {
    Eventually.eventually(
        "the top-up is " + status, () -> standing(user).at("latest.status").equals(status));
    return standing(user);
  }

  private static final String TRIED =
      """
      SELECT last_error FROM tally.top_ups
       WHERE user_id = :user AND last_error IS NOT NULL
      """;

  /// Waits until something was in the way of paying.
  void awaitTried(UUID user) {
    Eventually.eventually("a try that failed", () -> !rows(TRIED, user).isEmpty());
  }

  private static final String TOP_UPS =
      """
      SELECT concat_ws(' ', status, packs, amount, currency) FROM tally.top_ups
       WHERE user_id = :user ORDER BY id
      """;

  /// All shortfalls of a user, oldest first, each with what was bought.
  List<String> topUps(UUID user) {
    return rows(TOP_UPS, user);
  }

  private static final String PAYMENTS =
      """
      SELECT concat_ws(' ', status, amount_received, currency) FROM tally.stripe_payments
       WHERE user_id = :user ORDER BY status
      """;

  /// All payments of a user, as Stripe has them.
  List<String> payments(UUID user) {
    stripe.awaitApplied();
    return rows(PAYMENTS, user);
  }

  private static final String GRANTS =
      """
      SELECT trim_scale(principal)::text FROM tally.credit_grants
       WHERE user_id = :user AND type = 'purchase' ORDER BY id
      """;

  /// What was bought by a user.
  List<String> grants(UUID user) {
    return rows(GRANTS, user);
  }

  private static final String SHORT_BELOW =
      """
      SELECT coalesce(trim_scale(short_below)::text, 'never') FROM tally.credit_accounts
       WHERE user_id = :user
      """;

  String shortBelow(UUID user) {
    return rows(SHORT_BELOW, user).getFirst();
  }

  private List<String> rows(String sql, UUID user) {
    return server()
        .database()
        .inTransaction(tx -> tx.query(sql).bind("user", user).mapTo(String.class).list());
  }

  /// The kinds of a user's alerts, newest first.
  List<String> alerts(UUID user) {
    var page = server().get("/v1/users/%s/alerts".formatted(user)).expect(200);
    return Reply.each(page.json().path("alerts"), "kind");
  }

  /// The sentence of the newest alert.
  String told(UUID user) {
    var page = server().get("/v1/users/%s/alerts".formatted(user)).expect(200);
    assertThat(page.json().path("alerts")).as(page.text()).isNotEmpty();
    return page.at("alerts.0.sentence");
  }
}
