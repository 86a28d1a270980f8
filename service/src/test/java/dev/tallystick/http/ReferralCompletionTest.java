package dev.tallystick.http;

import static dev.tallystick.http.TestingServer.grantOf;
import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.referral.Decision;
import dev.tallystick.referral.DirectReferrals;
import dev.tallystick.referral.Program;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When referrals complete, and what they give then. Credits are given by the jobs of servers that
/// run: whichever is first.
class ReferralCompletionTest {
  /// Completes at the first message, as all do where nothing is said.
  @RegisterExtension private static final TestingServer server = TestingServer.start();

  @RegisterExtension
  private static final TestingServer atPurchase = program("COMPLETES", "first_purchase");

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  /// Another server, of a program with one other term.
  private static TestingServer program(String name, String value) {
    return server.another(Map.of("TALLY_REFERRAL_" + name, value));
  }

  private static TestingServer programAtOnce(String name, String value) {
    return server.another(
        Map.of("TALLY_REFERRAL_COMPLETES", "at_once", "TALLY_REFERRAL_" + name, value));
  }

  private static TestingReferral redeemed(TestingServer at, String outcome) {
    var two = TestingReferral.of(at);
    assertThat(two.redeem().expect(201).at("outcome")).isEqualTo(outcome);
    return two;
  }

  private static void assertCompletes(TestingReferral two, String balances) {
    eventually("completed", () -> two.is("completed"));
    assertThat(two.balances()).isEqualTo(balances);
    assertThat(two.history()).endsWith("completed by job:complete referrals");
  }

  /// That jobs, which have run by now, do not move it.
  private static void assertStays(TestingReferral two, String status) {
    var jobs = DirectReferrals.on(server.database(), Program.DEFAULT, server.clock());
    var _ = jobs.completeDue();
    var _ = jobs.expireOverdue();
    assertThat(two.stored("status")).isEqualTo(status);
  }

  private static void assertNotQualified(TestingReferral two) {
    assertStays(two, "pending");
    assertThat(two.stored("qualified_at IS NULL")).isEqualTo("true");
  }

  @Test
  void theFirstChargedCallCompletesIt() {
    var two = redeemed(server, "attributed");
    assertStays(two, "pending");
    var call = Calls.call(two.referred());
    server.post("/v1/messages", call).expect(201);
    eventually("completed", () -> two.is("completed"));
    assertThat(two.stored("qualified_by")).isEqualTo(call.path("id").asText());
    var balances = two.balances();
    assertThat(balances).startsWith("500, ");
    // The next one gives nothing more.
    two.call();
    assertStays(two, "completed");
    assertThat(server.balance(two.referrer()).at("available")).isEqualTo("500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"byok", "cache_hit"})
  void aCallThatCostsTheUserNothingIsNone(String billing) {
    var two = redeemed(server, "attributed");
    server.post("/v1/messages", Calls.call(two.referred()).put("billing", billing)).expect(201);
    assertNotQualified(two);
  }

  @Test
  void theReferrersCallsDoNotComplete() {
    var two = redeemed(server, "attributed");
    server.post("/v1/messages", Calls.call(two.referrer())).expect(201);
    assertNotQualified(two);
  }

  @Test
  void aCallThatIsPricedLaterCompletesItThen() {
    var two = redeemed(server, "attributed");
    var model = "late-" + two.referred();
    server.post("/v1/messages", Calls.acmeCall(two.referred(), model, 1_000_000)).expect(201);
    assertNotQualified(two);
    server.importPrice(model, "{\"input\": \"0.01\"}");
    assertCompletes(two, "500, 499");
  }

  @Test
  void aCallBeforeTheCodeCompletesItAtOnce() {
    var two = TestingReferral.of(server);
    var model = "unpriced-" + two.referred();
    server.post("/v1/messages", Calls.acmeCall(two.referred(), model, 1)).expect(201);
    var call = Calls.call(two.referred());
    server.post("/v1/messages", call).expect(201);
    var reply = two.redeem().expect(201);
    assertThat(reply.at("outcome")).isEqualTo("completed");
    assertThat(two.stored("qualified_by")).isEqualTo(call.path("id").asText());
    assertThat(two.redeem().expect(200).at("sentence")).isEqualTo(reply.at("sentence"));
  }

  @Test
  void onlyAnUnpricedCallBeforeTheCodeDoesNot() {
    var two = TestingReferral.of(server);
    var model = "unpriced-" + two.referred();
    server.post("/v1/messages", Calls.acmeCall(two.referred(), model, 1_000_000)).expect(201);
    assertThat(two.redeem().expect(201).at("outcome")).isEqualTo("attributed");
    server.importPrice(model, "{\"input\": \"0.01\"}");
    assertCompletes(two, "500, 499");
  }

  @Test
  void theFirstPurchaseCompletesIt() {
    var two = redeemed(atPurchase, "attributed");
    assertThat(two.redeem().at("sentence"))
        .endsWith("The credits follow after your first purchase.");
    two.call();
    server.grant(two.referred(), grantOf("gift", "admin", "7")).expect(201);
    assertNotQualified(two);
    var grant = server.grant(two.referred(), grantOf("bought", "purchase", "70")).expect(201);
    eventually("completed", () -> two.is("completed"));
    assertThat(two.stored("qualified_by")).isEqualTo(grant.at("id"));
    assertThat(server.balance(two.referrer()).at("available")).isEqualTo("500");
  }

  @Test
  void aPurchaseBeforeTheCodeCompletesItAtOnce() {
    var two = TestingReferral.of(atPurchase);
    server.grant(two.referred(), grantOf("bought", "purchase", "70")).expect(201);
    assertThat(two.redeem().expect(201).at("outcome")).isEqualTo("completed");
    assertThat(two.balances()).isEqualTo("500, 570");
  }

  @Test
  void theTermsAreThoseOfTheMomentOfRedemption() {
    try (var others =
        server.another(
            Map.of(
                "TALLY_REFERRAL_COMPLETES", "first_purchase",
                "TALLY_REFERRAL_REFERRER_CREDITS", "9",
                "TALLY_REFERRAL_REFERRED_CREDITS", "0.5",
                "TALLY_REFERRAL_HOLD_DAYS", "3"))) {
      var before = redeemed(server, "attributed");
      var after = redeemed(others, "attributed");
      // Whichever of the two servers is asked, and whichever's job gives the credits.
      for (var two : List.of(before, after)) {
        others.post("/v1/messages", Calls.acmeCall(two.referred(), "free", 1)).expect(201);
        two.on(others).call();
        others.grant(two.referred(), grantOf("bought", "purchase", "70")).expect(201);
      }
      eventually("completed", () -> before.is("completed"));
      assertThat(server.balance(before.referrer()).at("available")).isEqualTo("500");
      assertThat(after.stored("status")).isEqualTo("pending");
      server.clock().set(server.clock().in(Duration.ofDays(3)));
      eventually("completed", () -> after.is("completed"));
      assertThat(server.balance(after.referrer()).at("available")).isEqualTo("9");
    }
  }

  @Test
  void oneSideMayGetNothing() {
    try (var at = programAtOnce("REFERRER_CREDITS", "0")) {
      var two = redeemed(at, "completed");
      assertThat(two.balances()).isEqualTo("0, 500");
      assertThat(two.stored("referrer_grant_id IS NULL")).isEqualTo("true");
    }
    try (var at = programAtOnce("REFERRED_CREDITS", "0")) {
      assertThat(redeemed(at, "completed").balances()).isEqualTo("500, 0");
    }
  }

  @Test
  void creditsFollowWhenTheHoldHasPassed() {
    try (var at = programAtOnce("HOLD_DAYS", "7")) {
      var two = redeemed(at, "attributed");
      var first = two.redeem().at("sentence");
      assertThat(first).endsWith("The credits follow by themselves.");
      var due = server.clock().in(Duration.ofDays(7));
      server.clock().set(due.minusMillis(1));
      assertStays(two, "pending");
      server.clock().set(due);
      assertCompletes(two, "500, 500");
      assertThat(two.redeem().at("sentence")).isEqualTo(first);
    }
  }

  @Test
  void creditsLastAsLongAsTheTermsSay() {
    try (var at = programAtOnce("CREDITS_DAYS", "10")) {
      var two = redeemed(at, "completed");
      for (var user : List.of(two.referrer(), two.referred())) {
        assertThat(server.balance(user).at("grants.0.expiresAt"))
            .isEqualTo(server.clock().in(Duration.ofDays(10)).toString());
      }
      server.clock().set(server.clock().in(Duration.ofDays(10)));
      assertThat(two.balances()).isEqualTo("0, 0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"referrer", "referred"})
  void creditsWaitUntilBothAreActive(String out) {
    var two = redeemed(server, "attributed");
    var path = "/v1/users/" + (out.equals("referrer") ? two.referrer() : two.referred());
    server.post(path + "/suspend", "{\"reason\": \"abuse\"}").expect(200);
    two.call();
    assertStays(two, "pending");
    assertThat(two.stored("qualified_at IS NULL")).isEqualTo("false");
    server.post(path + "/reactivate", "").expect(200);
    eventually("completed", () -> two.is("completed"));
  }

  @Test
  void suspensionNeverEndsWhatHasQualified() {
    try (var at = program("HOLD_DAYS", "20")) {
      var two = redeemed(at, "attributed");
      server.clock().set(server.clock().in(Duration.ofDays(80)));
      two.call();
      server.clock().set(server.clock().in(Duration.ofDays(20)));
      var path = "/v1/users/" + two.referrer();
      server.post(path + "/suspend", "{\"reason\": \"a mistake\"}").expect(200);
      assertStays(two, "pending");
      server.post(path + "/reactivate", "").expect(200);
      eventually("completed", () -> two.is("completed"));
    }
  }

  @Test
  void whatHasExpiredGoesOnAfterAnAppeal() {
    var two = redeemed(server, "attributed");
    server.clock().set(server.clock().in(Duration.ofDays(90)));
    assertStays(two, "expired");
    two.call();
    var people = DirectReferrals.on(server.database(), Program.DEFAULT, server.clock());
    assertThat(people.approve(two.pair())).isInstanceOf(Decision.StatusConflict.class);
    assertThat(people.appeal(two.pair())).isInstanceOf(Decision.Decided.class);
    assertThat(two.stored("status")).isEqualTo("completed");
  }

  @Test
  void aCallCountsFromWhenItCameThoughItsPriceCameTooLate() {
    var two = redeemed(server, "attributed");
    var model = "model-" + UUID.randomUUID();
    server.post("/v1/messages", Calls.acmeCall(two.referred(), model, 100)).expect(201);
    server.clock().set(server.clock().in(Duration.ofDays(91)));
    assertStays(two, "pending");
    server.importPrice(model, "{\"input\": \"0.01\"}");
    eventually("completed", () -> two.is("completed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"referrer", "referred"})
  void itEndsWithAUserWhoIsDeleted(String out) {
    try (var at = programAtOnce("HOLD_DAYS", "7")) {
      var two = redeemed(at, "attributed");
      var gone = out.equals("referrer") ? two.referrer() : two.referred();
      server.send(server.request("/v1/users/" + gone).DELETE()).expect(200);
      assertStays(two, "expired");
      assertThat(two.history()).endsWith("expired user_deleted by job:expire referrals");
      assertThat(used(two.referrer())).isZero();
    }
  }

  @Test
  void whatDoesNotQualifyInTimeExpiresAndFreesItsSlot() {
    var two = redeemed(server, "attributed");
    var end = server.clock().in(Duration.ofDays(90));
    server.clock().set(end.minusMillis(1));
    assertStays(two, "pending");
    assertThat(used(two.referrer())).isEqualTo(1);
    server.clock().set(end);
    assertStays(two, "expired");
    assertThat(two.history()).endsWith("expired not_qualified_in_time by job:expire referrals");
    assertThat(used(two.referrer())).isZero();
    // Too late.
    two.call();
    assertStays(two, "expired");
  }

  private static int used(UUID referrer) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query("SELECT referrals_used FROM tally.users WHERE id = :id")
                    .bind("id", referrer)
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void creditsOfReferralsAreGivenByReferralsAlone() {
    var two = redeemed(server, "attributed");
    var operation = "referral:%s:%s:referrer".formatted(two.referrer(), two.referred());
    server
        .grant(two.referrer(), grantOf(operation, "admin", "1"))
        .expectProblem(422, "field_invalid");
    two.call();
    eventually("completed", () -> two.is("completed"));
  }
}
