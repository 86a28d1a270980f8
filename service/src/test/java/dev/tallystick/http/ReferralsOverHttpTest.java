package dev.tallystick.http;

import static dev.tallystick.http.TestingReferral.code;
import static dev.tallystick.http.TestingReferral.redeem;
import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.referral.Decision;
import dev.tallystick.referral.DirectReferrals;
import dev.tallystick.referral.Program;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Redeeming codes: each outcome with its reason, sentence and audit line.
class ReferralsOverHttpTest {
  private static final Map<String, String> AT_ONCE =
      Map.of("TALLY_REFERRAL_COMPLETES", "at_once", "TALLY_REFERRAL_WEIGHTS", "velocity=0");

  @RegisterExtension private static final TestingServer server = TestingServer.start(AT_ONCE);

  @RegisterExtension private static final TestingServer waiting = server.another(Map.of());

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final String AUDIT =
      """
      SELECT string_agg(action || ' ' || coalesce(details ->> 'outcome', details ->> 'reason'), ', '
                        ORDER BY id)
        FROM tally.audit_log
       WHERE user_id = :user AND action LIKE 'referral.%'
      """;

  private static String audited(UUID user) {
    return server
        .database()
        .inTransaction(tx -> tx.query(AUDIT).bind("user", user).mapTo(String.class).one());
  }

  private static void assertRedeemed(Reply reply, String outcome, String status, String sentence) {
    reply.expect(201);
    assertThat(reply.at("outcome")).isEqualTo(outcome);
    assertThat(reply.at("sentence")).isEqualTo(sentence);
    assertThat(reply.at("referral.status")).isEqualTo(status);
  }

  private static void assertRefused(Reply reply, String reason, String sentence) {
    reply.expectProblem(reason.equals("referral_code_unknown") ? 422 : 409, reason);
    assertThat(reply.at("field")).isEqualTo("code");
    assertThat(reply.at("detail")).isEqualTo(sentence);
  }

  /// Refused, which is in the audit log, and nothing else is.
  private static void assertRefused(UUID user, Reply reply, String reason, String sentence) {
    assertRefused(reply, reason, sentence);
    assertThat(audited(user)).endsWith("referral.refused " + reason);
    assertThat(new TestingReferral(server, user, user).stored("status")).isEqualTo("none");
  }

  @Test
  void completesAtOnceAndGivesBothTheirCredits() {
    var two = TestingReferral.of(server);
    var reply = two.redeem();
    assertRedeemed(reply, "completed", "completed", "The code counts, and the credits are yours.");
    assertThat(reply.at("referral.referrerId")).isEqualTo(two.referrer().toString());
    assertThat(reply.at("referral.referredId")).isEqualTo(two.referred().toString());
    assertThat(two.balances()).isEqualTo("500, 500");
    assertThat(audited(two.referred())).isEqualTo("referral.redeemed completed");
    assertThat(two.history()).matches("pending by key:\\S+, completed by key:\\S+");
  }

  @Test
  void waitsForTheFirstCall() {
    var two = TestingReferral.of(waiting);
    assertRedeemed(
        two.redeem(),
        "attributed",
        "pending",
        "The code counts. The credits follow after your first message that costs credits.");
    assertThat(two.balances()).isEqualTo("0, 0");
    assertThat(audited(two.referred())).isEqualTo("referral.redeemed attributed");
  }

  @Test
  void isHeldForReviewWhereOneDeviceRedeemsTwice() {
    var referrer = server.user();
    var device = "device-" + referrer;
    var first = server.user();
    redeemOn(device, referrer, first).expect(201);
    var second = server.user();
    assertRedeemed(
        redeemOn(device, referrer, second),
        "held_for_review",
        "review",
        "The code counts, but a person has to look at it before credits are given.");
    assertThat(audited(second)).isEqualTo("referral.redeemed held_for_review");
    assertThat(server.get("/metrics").expect(200).text())
        .containsPattern("tally_referrals_review [1-9]");
    var two = new TestingReferral(server, referrer, second);
    assertThat(two.balances()).isEqualTo("500, 0");
    assertThat(two.stored("signals")).contains("same_device");
  }

  private static Reply redeemOn(String device, UUID referrer, UUID user) {
    var body = JsonNodeFactory.instance.objectNode().put("code", code(server, referrer));
    body.put("userId", user.toString()).put("fingerprintId", device);
    return server.post("/v1/referrals", body);
  }

  @Test
  void onlyTheFirstCodeCounts() {
    var two = TestingReferral.of(server);
    two.redeem().expect(201);
    var other = server.user();
    var reply = redeem(server, code(server, other), two.referred());
    assertRefused(
        reply,
        "already_referred",
        "You redeemed another code before, and only the first one counts, for ever.");
    assertThat(audited(two.referred()))
        .isEqualTo("referral.redeemed completed, referral.refused already_referred");
  }

  @Test
  void aCodeThatNobodyHasIsSaidToBeUnknown() {
    var user = server.user();
    var sentence = "Nobody has this code. Check it, or ask for the link again.";
    for (var code : List.of("ref-" + UUID.randomUUID(), "REF", "' OR true --", "é")) {
      assertRefused(user, redeem(server, code, user), "referral_code_unknown", sentence);
    }
    // Nor has a user who was deleted.
    var gone = TestingReferral.of(server);
    var code = code(server, gone.referrer());
    server.send(server.request("/v1/users/" + gone.referrer()).DELETE()).expect(200);
    assertRefused(
        gone.referred(), redeem(server, code, gone.referred()), "referral_code_unknown", sentence);
  }

  @Test
  void onesOwnCodeDoesNotCount() {
    var user = server.user();
    assertRefused(
        user,
        redeem(server, code(server, user), user),
        "own_referral_code",
        "This is your own code. Send it to somebody else.");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void aCircleDoesNotCount(int length) {
    var first = server.user();
    var last = first;
    for (int i = 1; i < length; i++) {
      var next = server.user();
      new TestingReferral(server, last, next).redeem().expect(201);
      last = next;
    }
    assertRefused(
        first,
        redeem(server, code(server, last), first),
        "circular_referral",
        "You brought the person whose code this is, or who brought them: a circle does not count.");
  }

  private static final String FULL =
      "This code cannot be redeemed now: its limit is reached. You can redeem another's.";

  @Test
  void aLoweredLimitRefusesFurtherOnesAndBreaksNothing() {
    var referrer = server.user();
    for (int i = 0; i < 3; i++) new TestingReferral(server, referrer, server.user()).redeem();
    setLimit(referrer, 1);
    var two = new TestingReferral(server, referrer, server.user());
    assertRefused(two.referred(), two.redeem(), "referral_limit_reached", FULL);
    assertThat(two.balances()).isEqualTo("1500, 0");
    setLimit(referrer, 3);
    assertRefused(two.referred(), two.redeem(), "referral_limit_reached", FULL);
    setLimit(referrer, 4);
    two.redeem().expect(201);
    assertThat(two.balances()).isEqualTo("2000, 500");
    // What counted is answered as before, however low the limit.
    setLimit(referrer, 0);
    two.redeem().expect(200);
  }

  private static void setLimit(UUID referrer, int limit) {
    server.run(
        "UPDATE tally.users SET referral_limit = %d WHERE id = '%s'".formatted(limit, referrer));
  }

  @Test
  void aCodeCountsUntilTheVeryLastMomentOfTheWindow() {
    var inTime = TestingReferral.of(server);
    var late = TestingReferral.of(server);
    var end = server.clock().in(Duration.ofDays(30));
    server.clock().set(end);
    inTime.redeem().expect(201);
    server.clock().set(end.plus(1, ChronoUnit.MICROS));
    assertRefused(
        late.referred(),
        late.redeem(),
        "referral_window_over",
        "Codes count for new accounts only, and yours is too old for that.");
    // Of the referrer nothing is asked.
    new TestingReferral(server, late.referrer(), server.user()).redeem().expect(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspend", "close"})
  void nobodyIsReferredWhoIsNotActiveNorByWhoIsNot(String how) {
    var two = TestingReferral.of(server);
    var reason = "{\"reason\": \"abuse\"}";
    server.post("/v1/users/" + two.referrer() + "/" + how, reason).expect(200);
    assertRefused(
        two.referred(), two.redeem(), "referral_suspended", "This code does not count now.");
    server.post("/v1/users/" + two.referrer() + "/reactivate", "").expect(200);
    server.post("/v1/users/" + two.referred() + "/" + how, reason).expect(200);
    assertRefused(
        two.referred(),
        two.redeem(),
        "referral_suspended",
        "Your account is not active, so no code counts for it.");
    server.post("/v1/users/" + two.referred() + "/reactivate", "").expect(200);
    two.redeem().expect(201);
  }

  @Test
  void whoIsNotThereCannotRedeem() {
    var code = code(server, server.user());
    assertThat(redeem(server, code, UUID.randomUUID()).expectProblem(422, "user_unknown"))
        .extracting(reply -> reply.at("field"))
        .isEqualTo("userId");
    var user = server.user();
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
    redeem(server, code, user).expectProblem(410, "user_deleted");
    assertThat(audited(user)).isNull();
  }

  @Test
  void whatIsNoRedemptionIsRefused() {
    var user = server.user();
    for (var body :
        List.of(
            "{\"userId\": \"%s\"}",
            "{\"userId\": \"%s\", \"code\": 7}",
            "{\"userId\": \"%s\", \"code\": \"\"}",
            "{\"userId\": \"%s\", \"code\": \"x\", \"fingerprintId\": \"\"}",
            "{\"userId\": \"%s\", \"code\": \"x\", \"referrer\": \"y\"}")) {
      var reply = server.post("/v1/referrals", body.formatted(user));
      assertThat(reply.status()).as(body).isEqualTo(422);
      assertThat(reply.at("code")).as(body).startsWith("field_");
    }
    // Codes are pasted.
    redeem(server, "  " + code(server, server.user()) + "\n", user).expect(201);
  }

  @Test
  void whoTriesCodesIsTurnedAway() {
    var user = server.user();
    for (int i = 0; i < 60; i++) redeem(server, "ref-" + i, user).expect(422);
    redeem(server, "ref-60", user).expectProblem(429, "rate_limited");
  }

  /// Whatever became of it, redeeming again answers as the first time.
  private static void assertReplayed(TestingReferral two, Reply first, String status) {
    assertThat(two.stored("status")).isEqualTo(status);
    var audited = audited(two.referred());
    for (var each : List.of(two.on(server), two.on(waiting))) {
      var again = each.redeem().expect(200);
      assertThat(again.at("outcome")).isEqualTo(first.at("outcome"));
      assertThat(again.at("sentence")).isEqualTo(first.at("sentence"));
      assertThat(again.at("referral.status")).isEqualTo(status);
    }
    assertThat(audited(two.referred())).isEqualTo(audited);
  }

  private static DirectReferrals decisions() {
    return DirectReferrals.on(server.database(), Program.DEFAULT, server.clock());
  }

  @Test
  void answersAsTheFirstTimeOnceItCompletedAndWasReversedAndReinstated() {
    var two = TestingReferral.of(server);
    var first = two.redeem();
    assertReplayed(two, first, "completed");
    assertThat(decisions().reverse(two.pair())).isInstanceOf(Decision.Decided.class);
    assertReplayed(two, first, "reversed");
    assertThat(two.balances()).isEqualTo("0, 0");
    assertThat(decisions().reinstate(two.pair())).isInstanceOf(Decision.Decided.class);
    assertReplayed(two, first, "completed");
    assertThat(two.balances()).isEqualTo("500, 500");
  }

  @Test
  void answersAsTheFirstTimeOnceItQualifiedLater() {
    var two = TestingReferral.of(waiting);
    var first = two.redeem();
    assertReplayed(two, first, "pending");
    server.clock().set(server.clock().in(Duration.ofSeconds(1)));
    two.call();
    eventually("completed", () -> two.is("completed"));
    assertReplayed(two, first, "completed");
  }

  @Test
  void answersAsTheFirstTimeOnceItWasRejectedAndApproved() {
    var two = TestingReferral.of(waiting);
    var first = two.redeem();
    assertThat(decisions().reject(two.pair())).isInstanceOf(Decision.Decided.class);
    assertReplayed(two, first, "rejected");
    assertThat(decisions().appeal(two.pair())).isInstanceOf(Decision.Decided.class);
    assertReplayed(two, first, "pending");
  }

  @Test
  void answersAsTheFirstTimeOnceItExpired() {
    var two = TestingReferral.of(waiting);
    var first = two.redeem();
    server.clock().set(server.clock().in(Duration.ofDays(90)));
    assertThat(decisions().expireOverdue()).isPositive();
    assertReplayed(two, first, "expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "closed", "deleted"})
  void answersAsTheFirstTimeWhateverBecameOfTheReferrer(String status) {
    var two = TestingReferral.of(server);
    var code = code(server, two.referrer());
    var first = two.redeem();
    server.run(
        "UPDATE tally.users SET status = '%s' WHERE id = '%s'".formatted(status, two.referrer()));
    var again = redeem(server, code, two.referred()).expect(200);
    assertThat(again.at("sentence")).isEqualTo(first.at("sentence"));
  }
}
