package dev.tallystick.http;

import static dev.tallystick.http.TestingServer.grantOf;
import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.referral.Decision;
import dev.tallystick.referral.DirectReferrals;
import dev.tallystick.referral.Program;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of referrals when the purchases that qualified them go back, and come again.
class ReferralPurchasesTest {
  @RegisterExtension
  private static final TestingServer server =
      TestingServer.start(Map.of("TALLY_REFERRAL_COMPLETES", "first_purchase"));

  @RegisterExtension
  private static final TestingServer held =
      server.another(
          Map.of("TALLY_REFERRAL_COMPLETES", "first_purchase", "TALLY_REFERRAL_HOLD_DAYS", "7"));

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static TestingReferral redeemed(TestingServer at) {
    var two = TestingReferral.of(at);
    two.redeem().expect(201);
    return two;
  }

  /// A referral that completed with a purchase of 1,000.
  private static Bought completed() {
    var bought = buy(redeemed(server));
    eventually("completed", () -> bought.two().is("completed"));
    return bought;
  }

  private static Bought buy(TestingReferral two) {
    var grant = grantOf("order-" + UUID.randomUUID(), "purchase", "1000");
    return new Bought(two, server.grant(two.referred(), grant).expect(201).at("id"));
  }

  /// @param grant the purchase's
  private record Bought(TestingReferral two, String grant) {
    Reply reverse(String kind, String credits) {
      var body =
          JsonNodeFactory.instance
              .objectNode()
              .put("operationId", UUID.randomUUID().toString())
              .put("kind", kind);
      if (!credits.isEmpty()) body.put("credits", credits);
      var path = "/v1/users/%s/grants/%s/reversals".formatted(two.referred(), grant);
      return server.post(path, body);
    }

    Reply restore(Reply reversal) {
      return restore(two.referred(), reversal.at("id"));
    }

    static Reply restore(UUID user, String reversal) {
      return server.post("/v1/users/%s/reversals/%s/restore".formatted(user, reversal), "");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "refund, purchase_refunded",
    "clawback, purchase_disputed",
    "revocation, purchase_revoked"
  })
  void undoesWhatThePurchaseHadQualified(String kind, String reason) {
    var bought = completed();
    var two = bought.two();
    assertThat(two.balances()).isEqualTo("500, 1500");
    var reversal = bought.reverse(kind, "").expect(201);
    assertThat(two.stored("status || ' ' || reason")).isEqualTo("reversed " + reason);
    assertThat(two.balances()).isEqualTo("0, 0");
    bought.restore(reversal).expect(200);
    assertThat(two.stored("status || ' ' || reason")).isEqualTo("completed purchase_restored");
    assertThat(two.balances()).isEqualTo("500, 1500");
    // And once more: each time has an operation of its own.
    bought.reverse(kind, "").expect(201);
    assertThat(two.balances()).isEqualTo("0, 0");
  }

  @Test
  void makesDebtOfWhatWasSpent() {
    var bought = completed();
    var two = bought.two();
    // The referral's credits burn first.
    two.call();
    assertThat(two.balances()).isNotEqualTo("500, 1500");
    bought.reverse("refund", "").expect(201);
    assertThat(server.balance(two.referred()).at("debt")).isNotEqualTo("0");
    assertThat(two.balances()).startsWith("0, -");
  }

  @Test
  void keepsItWhileSomethingOfThePurchaseIsLeft() {
    var bought = completed();
    var two = bought.two();
    bought.reverse("refund", "400").expect(201);
    assertThat(two.is("completed")).isTrue();
    var second = bought.reverse("refund", "600").expect(201);
    assertThat(two.is("reversed")).isTrue();
    bought.restore(second).expect(200);
    assertThat(two.is("completed")).isTrue();
    assertThat(two.balances()).isEqualTo("500, 1100");
  }

  @Test
  void waitsForAnotherPurchaseWhereNothingWasGivenYet() {
    var bought = buy(redeemed(held));
    var two = bought.two();
    assertThat(two.stored("qualified_by")).isEqualTo(bought.grant());
    var reversal = bought.reverse("refund", "").expect(201);
    assertThat(two.stored("qualified_at IS NULL AND due_at IS NULL")).isEqualTo("true");
    var other = buy(two);
    assertThat(two.stored("qualified_by")).isEqualTo(other.grant());
    bought.restore(reversal).expect(200);
    assertThat(two.stored("qualified_by")).isEqualTo(other.grant());
    // What is left qualifies it when the other goes.
    other.reverse("refund", "").expect(201);
    assertThat(two.stored("status || ' ' || qualified_by")).isEqualTo("pending " + bought.grant());
  }

  @Test
  void aRestoredPurchaseQualifiesAgain() {
    var bought = buy(redeemed(held));
    var reversal = bought.reverse("refund", "").expect(201);
    bought.restore(reversal).expect(200);
    assertThat(bought.two().stored("qualified_by")).isEqualTo(bought.grant());
  }

  @Test
  void aPurchaseThatWentBackBeforeRedeemingIsNone() {
    var two = TestingReferral.of(server);
    var bought = buy(two);
    bought.reverse("refund", "").expect(201);
    assertThat(two.redeem().expect(201).at("outcome")).isEqualTo("attributed");
    assertThat(two.stored("qualified_at IS NULL")).isEqualTo("true");
  }

  @Test
  void whatAPersonReversedIsNotPutBackByAPurchase() {
    var bought = completed();
    var two = bought.two();
    var reversal = bought.reverse("refund", "300").expect(201);
    var _ = people().reverse(two.pair());
    assertThat(two.stored("status || ' ' || reason")).isEqualTo("reversed same_household");
    bought.restore(reversal).expect(200);
    assertThat(two.is("reversed")).isTrue();
  }

  @Test
  void whatAPersonReversesAfterThePurchaseDidStaysReversed() {
    var bought = completed();
    var two = bought.two();
    var reversal = bought.reverse("clawback", "").expect(201);
    assertThat(people().reverse(two.pair())).isInstanceOf(Decision.Decided.class);
    assertThat(two.stored("status || ' ' || reason")).isEqualTo("reversed same_household");
    assertThat(people().reverse(two.pair())).isInstanceOf(Decision.Replayed.class);
    bought.restore(reversal).expect(200);
    assertThat(two.stored("status || ' ' || reason")).isEqualTo("reversed same_household");
    assertThat(two.balances()).isEqualTo("0, 1000");
    assertThat(people().reinstate(two.pair())).isInstanceOf(Decision.Decided.class);
    assertThat(two.balances()).isEqualTo("500, 1500");
  }

  @Test
  void nobodyPutsBackWhatAPurchaseThatWentBackHadQualified() {
    var bought = completed();
    var two = bought.two();
    assertThat(people().reverse(two.pair())).isInstanceOf(Decision.Decided.class);
    var reversal = bought.reverse("refund", "").expect(201);
    assertThat(people().reinstate(two.pair())).isInstanceOf(Decision.PurchaseWentBack.class);
    assertThat(two.balances()).isEqualTo("0, 0");
    bought.restore(reversal).expect(200);
    assertThat(people().reinstate(two.pair())).isInstanceOf(Decision.Decided.class);
  }

  @Test
  void anAppealDoesNotBringBackAPurchaseThatWentBack() {
    var bought = buy(redeemed(held));
    var two = bought.two();
    assertThat(people().reject(two.pair())).isInstanceOf(Decision.Decided.class);
    var reversal = bought.reverse("refund", "").expect(201);
    assertThat(people().appeal(two.pair())).isInstanceOf(Decision.Decided.class);
    assertThat(two.stored("status || ' ' || (qualified_at IS NULL)")).isEqualTo("pending true");
    bought.restore(reversal).expect(200);
    assertThat(two.stored("qualified_by")).isEqualTo(bought.grant());
  }

  @Test
  void thereIsTimeForThePurchaseToComeBack() {
    var bought = buy(redeemed(held));
    var two = bought.two();
    server.clock().set(server.clock().in(Duration.ofDays(5)));
    var reversal = bought.reverse("clawback", "").expect(201);
    server.clock().set(server.clock().in(Duration.ofDays(89)));
    assertThat(people().expireOverdue()).isZero();
    bought.restore(reversal).expect(200);
    assertThat(two.stored("status || ' ' || qualified_by")).isEqualTo("pending " + bought.grant());
  }

  private static DirectReferrals people() {
    return DirectReferrals.on(server.database(), Program.DEFAULT, server.clock());
  }

  @Test
  void otherPurchasesDoNotTouchIt() {
    var bought = completed();
    var other = buy(bought.two());
    other.reverse("refund", "").expect(201);
    assertThat(bought.two().is("completed")).isTrue();
  }

  @Test
  void goesOnWithAnotherPurchaseThatStands() {
    var bought = completed();
    var two = bought.two();
    var other = buy(two);
    var reversal = bought.reverse("refund", "").expect(201);
    assertThat(two.stored("status || ' ' || qualified_by")).isEqualTo("completed " + other.grant());
    assertThat(two.history())
        .contains("completed by")
        .contains(", completed purchase_replaced by key:")
        .doesNotContain("reversed");
    assertThat(two.balances()).isEqualTo("500, 1500");
    // The first comes back: nothing to do. The other goes: the first again.
    bought.restore(reversal).expect(200);
    assertThat(two.stored("qualified_by")).isEqualTo(other.grant());
    other.reverse("refund", "").expect(201);
    assertThat(two.stored("status || ' ' || qualified_by"))
        .isEqualTo("completed " + bought.grant());
    bought.reverse("refund", "").expect(201);
    assertThat(two.stored("status || ' ' || reason")).isEqualTo("reversed purchase_refunded");
    assertThat(two.balances()).isEqualTo("0, 0");
  }

  @Test
  void isPutBackByTheNextPurchase() {
    var bought = completed();
    var two = bought.two();
    var reversal = bought.reverse("refund", "").expect(201);
    var other = buy(two);
    assertThat(two.stored("status || ' ' || reason || ' ' || qualified_by"))
        .isEqualTo("completed purchase_made " + other.grant());
    assertThat(reasonTo(two.referrer())).isEqualTo("null");
    assertThat(reasonTo(two.referred())).isEqualTo("purchase_made");
    assertThat(two.balances()).isEqualTo("500, 1500");
    bought.restore(reversal).expect(200);
    assertThat(two.stored("status || ' ' || qualified_by")).isEqualTo("completed " + other.grant());
    assertThat(two.balances()).isEqualTo("500, 2500");
  }

  private static String reasonTo(UUID user) {
    var own = server.as(server.signIn(user, "web").at("token"), "GET", "/v1/referrals/own");
    return own.expect(200).at("referrals.0.reason");
  }

  @Test
  void anyPurchaseThatComesBackPutsItBack() {
    var bought = completed();
    var two = bought.two();
    var other = buy(two);
    var reversal = bought.reverse("clawback", "").expect(201);
    other.reverse("refund", "").expect(201);
    assertThat(two.is("reversed")).isTrue();
    bought.restore(reversal).expect(200);
    assertThat(two.stored("status || ' ' || reason || ' ' || qualified_by"))
        .isEqualTo("completed purchase_restored " + bought.grant());
    assertThat(two.balances()).isEqualTo("500, 1500");
  }

  @Test
  void whatAPersonReversedIsNotPutBackByAnotherPurchase() {
    var bought = completed();
    var two = bought.two();
    var _ = people().reverse(two.pair());
    bought.reverse("refund", "").expect(201);
    var other = buy(two);
    assertThat(two.stored("status || ' ' || reason")).isEqualTo("reversed same_household");
    // The person can: a purchase stands.
    assertThat(people().reinstate(two.pair())).isInstanceOf(Decision.Decided.class);
    assertThat(two.stored("status || ' ' || qualified_by")).isEqualTo("completed " + other.grant());
    assertThat(two.balances()).isEqualTo("500, 1500");
  }

  @Test
  void aPurchaseThatComesTooLatePutsNothingBack() {
    var bought = completed();
    var two = bought.two();
    server.clock().set(server.clock().in(Duration.ofDays(20)));
    var reversal = bought.reverse("refund", "").expect(201);
    server.clock().set(server.clock().in(Duration.ofDays(90)));
    buy(two);
    assertThat(two.is("reversed")).isTrue();
    assertThat(people().reinstate(two.pair())).isInstanceOf(Decision.PurchaseWentBack.class);
    // The first came in time, whenever it comes back.
    bought.restore(reversal).expect(200);
    assertThat(two.stored("status || ' ' || qualified_by"))
        .isEqualTo("completed " + bought.grant());
  }

  @Test
  void isNotPutBackOnceTheReferrerIsDeleted() {
    var bought = completed();
    var two = bought.two();
    bought.reverse("refund", "").expect(201);
    server.send(server.request("/v1/users/" + two.referrer()).DELETE()).expect(200);
    buy(two);
    assertThat(two.is("reversed")).isTrue();
  }

  @Test
  void aPurchaseGoesThroughWhereAnAccountHasNoRoomForWhatItPutsBack() {
    var bought = completed();
    var two = bought.two();
    bought.reverse("refund", "").expect(201);
    server.grant(two.referrer(), grantOf("all", "free", "1000000000000")).expect(201);
    buy(two);
    assertThat(two.is("reversed")).isTrue();
    assertThat(two.balances()).isEqualTo("1000000000000, 1000");
  }

  @Test
  void theGrantOfAReferralGoesWithItAlone() {
    var two = completed().two();
    var given = two.stored("referrer_grant_id");
    var path = "/v1/users/%s/grants/%s/reversals".formatted(two.referrer(), given);
    var asked = "{\"operationId\":\"x\",\"kind\":\"revocation\"}";
    server.post(path, asked).expectProblem(409, "grant_of_referral");
    assertThat(two.balances()).isEqualTo("500, 1500");
    var _ = people().reverse(two.pair());
    var reversal =
        server.get("/v1/users/%s/reversals".formatted(two.referrer())).json().at("/reversals/0/id");
    Bought.restore(two.referrer(), reversal.asText()).expectProblem(409, "grant_of_referral");
    assertThat(two.is("reversed")).isTrue();
  }
}
