package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Both sides, and who supports them, see how a referral stands and what it waits for.
class ReferralReadingOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final TestingReferrals referrals = new TestingReferrals(server);

  private final UUID ada = referrals.user("Ada Lovelace");

  private static Reply list(String query) {
    return server.get("/v1/referrals?" + query).expect(200);
  }

  private static Reply standing(UUID user) {
    return server.get("/v1/users/" + user + "/referral").expect(200);
  }

  private static String later(Duration duration) {
    return TestingClock.START.plus(duration).toString();
  }

  @Test
  void isShownInBothRolesByMaskedNamesAndNeverByAnAddress() {
    var bob = referrals.brought(ada, "Bob B. Bobson");
    for (var user : new UUID[] {ada, bob}) {
      var reply = list("userId=" + user);
      assertThat(reply.text()).doesNotContain("@", "Lovelace", "Bobson");
      assertThat(reply.json().path("referrals")).hasSize(1);
      assertThat(reply.at("referrals.0.referrerName")).isEqualTo("Ada L.");
      assertThat(reply.at("referrals.0.referredName")).isEqualTo("Bob B.");
    }
    var mallory = referrals.brought(ada, "bob@example.com");
    var shown = list("userId=" + mallory);
    assertThat(shown.at("referrals.0.referredName")).isEqualTo("Someone");
    assertThat(shown.text()).doesNotContain("@");
  }

  @Test
  void pagesThroughBothRolesWithoutARepetition() {
    var expected = new ArrayList<String>();
    referrals.redeem(referrals.user("Eve"), ada).expect(201);
    expected.add(ada.toString());
    for (int i = 0; i < 4; i++) expected.add(referrals.brought(ada, "Bob").toString());
    var found = new ArrayList<String>();
    var cursor = "";
    do {
      var page = list("limit=2&userId=" + ada + cursor);
      found.addAll(Reply.each(page.json().path("referrals"), "referredId"));
      cursor = page.json().path("nextCursor").isNull() ? "" : "&cursor=" + page.at("nextCursor");
    } while (!cursor.isEmpty());
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(Reply.each(list("limit=500").json().path("referrals"), "referredId"))
        .containsAll(expected);
  }

  @Test
  void saysWhatIsMissingAndUntilWhen() {
    var bob = referrals.brought(ada, "Bob");
    var found = server.get("/v1/referrals/%s/%s".formatted(ada, bob)).expect(200);
    assertThat(found.at("status")).isEqualTo("pending");
    assertThat(found.json().path("missing")).hasSize(1);
    assertThat(found.at("missing.0.what")).isEqualTo("first_message");
    assertThat(found.at("missing.0.until")).isEqualTo(later(Duration.ofDays(90)));
    server.post("/v1/users/" + ada + "/suspend", "{\"reason\": \"abuse\"}").expect(200);
    found = server.get("/v1/referrals/%s/%s".formatted(ada, bob)).expect(200);
    assertThat(Reply.each(found.json().path("missing"), "what"))
        .containsExactly("first_message", "user_active");
    assertThat(found.json().at("/missing/1/until").isNull()).isTrue();
    assertThat(found.json().path("history")).hasSize(1);
    assertThat(found.at("history.0.to")).isEqualTo("pending");
    assertThat(found.at("history.0.actor")).startsWith("key:");
  }

  @Test
  void queuesForReviewOldestFirst() {
    var found = new ArrayList<String>();
    var expected = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      server.clock().set(server.clock().in(Duration.ofSeconds(1)));
      var referred = referrals.user("Bob");
      referrals.redeemOnOneDevice(referrals.user("Ada"), referred).expect(201);
      expected.add(referred.toString());
    }
    var cursor = "";
    do {
      var page = list("status=review&limit=2" + cursor);
      found.addAll(Reply.each(page.json().path("referrals"), "referredId"));
      cursor = page.json().path("nextCursor").isNull() ? "" : "&cursor=" + page.at("nextCursor");
    } while (!cursor.isEmpty());
    assertThat(found).containsSubsequence(expected).doesNotHaveDuplicates();
    var first = list("status=review&userId=" + expected.getFirst());
    assertThat(first.at("referrals.0.missing.0.what")).isEqualTo("review");
    assertThat(first.json().at("/referrals/0/signals/same_device").intValue()).isEqualTo(100);
    server.clock().set(TestingClock.START);
  }

  @Test
  void saysHowAUserStands() {
    var code = referrals.code(ada);
    var before = standing(ada);
    assertThat(before.at("code")).isEqualTo(code);
    assertThat(before.at("link"))
        .isEqualTo("http://localhost:%d/r/%s".formatted(server.port(), code));
    assertThat(before.at("limit")).isEqualTo("5");
    assertThat(before.at("left")).isEqualTo("5");
    assertThat(before.json().path("pending")).isEmpty();
    referrals.brought(ada, "Bob Bobson");
    var after = standing(ada);
    assertThat(after.at("used")).isEqualTo("1");
    assertThat(after.at("left")).isEqualTo("4");
    assertThat(after.at("earned.total")).isEqualTo("0");
    assertThat(after.at("pending.0.role")).isEqualTo("referrer");
    assertThat(after.at("pending.0.name")).isEqualTo("Bob B.");
    assertThat(after.at("pending.0.credits")).isEqualTo("500");
    assertThat(after.at("pending.0.missing.0.what")).isEqualTo("first_message");
    server.patch(ada, "{\"referralLimit\": 0}").expect(200);
    var lowered = standing(ada);
    assertThat(lowered.at("used")).isEqualTo("1");
    assertThat(lowered.at("left")).isEqualTo("0");
    server.get("/v1/users/" + UUID.randomUUID() + "/referral").expectProblem(404, "user_not_found");
  }

  @Test
  void showsUsersTheirOwnAndNothingElse() {
    var bob = referrals.brought(ada, "Bob Bobson");
    var token = server.signIn(ada, "web").at("token");
    var own = server.as(token, "GET", "/v1/referrals/own").expect(200);
    assertThat(own.json().path("referrals")).hasSize(1);
    assertThat(own.at("referrals.0.name")).isEqualTo("Bob B.");
    assertThat(own.text()).doesNotContain("@", "signals", "score");
    assertThat(server.as(token, "GET", "/v1/referral").expect(200).at("userId"))
        .isEqualTo(ada.toString());
    var others = server.signIn(bob, "cli").at("token");
    assertThat(server.as(others, "GET", "/v1/referrals/own").at("referrals.0.role"))
        .isEqualTo("referred");
    assertThat(server.as(others, "GET", "/v1/referral").at("pending.0.name")).isEqualTo("Ada L.");
    for (var path : new String[] {"/v1/referrals", "/v1/users/" + ada + "/referral"}) {
      assertThat(server.as(others, "GET", path).status()).isIn(401, 403);
    }
  }

  @Test
  void needsTheScopeOfAPersonalToken() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("userId", ada.toString()).put("kind", "pat").putArray("scopes").add("other");
    var token = server.post("/v1/sessions", body).expect(201).at("token");
    server.as(token, "GET", "/v1/referral").expectProblem(403, "scope_missing");
    server.as(token, "GET", "/v1/referrals/own").expectProblem(403, "scope_missing");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    var bob = referrals.brought(ada, "Bob");
    server.get("/v1/referrals/%s/%s".formatted(bob, ada)).expectProblem(404, "referral_not_found");
    server.get("/v1/referrals/x/y").expectProblem(404, "referral_not_found");
    server.get("/v1/referrals?status=done").expectProblem(422, "field_invalid");
    server.get("/v1/referrals?cursor=x").expectProblem(422, "field_invalid");
    server.get("/v1/referrals?userId=x").expectProblem(422, "field_invalid");
    server.get("/v1/referrals?user=x").expectProblem(422, "field_unknown");
    assertThat(list("userId=" + UUID.randomUUID()).json().path("referrals")).isEmpty();
  }

  @Test
  void isExportedByIdsAlone() {
    var bob = referrals.brought(ada, "Bob Bobson");
    for (var user : new UUID[] {ada, bob}) {
      var export = server.get("/v1/users/" + user + "/export").expect(200);
      assertThat(export.at("referrals.0.referrerId")).isEqualTo(ada.toString());
      assertThat(export.at("referrals.0.referredId")).isEqualTo(bob.toString());
      assertThat(export.at("referrals.0.status")).isEqualTo("pending");
      assertThat(export.at("referrals.0.referrerCredits")).isEqualTo("500");
    }
    assertThat(server.get("/v1/users/" + ada + "/export").text()).doesNotContain("Bobson");
    server.send(server.request("/v1/users/" + bob).DELETE()).expect(200);
    assertThat(list("userId=" + ada).at("referrals.0.referredName")).isEqualTo("Someone");
  }
}
