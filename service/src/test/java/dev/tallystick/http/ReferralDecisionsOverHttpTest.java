package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.account.ServiceKey.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people decide about referrals, on a program that completes them at once.
class ReferralDecisionsOverHttpTest {
  @RegisterExtension
  private static final TestingServer server =
      TestingServer.start(Map.of("TALLY_REFERRAL_COMPLETES", "at_once"));

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final TestingReferrals referrals = new TestingReferrals(server);
  private static final String WHY = "{\"reason\": \"same_household\", \"note\": \"ticket 4711\"}";

  private final UUID ada = referrals.user("Ada Lovelace");
  private final UUID bob = referrals.user("Bob Bobson");

  private Reply decide(String decision) {
    return referrals.decide(ada, bob, decision, WHY);
  }

  private JsonNode history() {
    return server.get("/v1/referrals/%s/%s".formatted(ada, bob)).json().path("history");
  }

  private static String earned(UUID user) {
    return server.get("/v1/users/" + user + "/referral").expect(200).at("earned.total");
  }

  @Test
  void approvesWhatWaitsForAPerson() {
    referrals.redeemOnOneDevice(ada, bob).expect(201);
    assertThat(earned(ada)).isEqualTo("0");
    var approved = decide("approve").expect(200);
    assertThat(approved.at("status")).isEqualTo("completed");
    assertThat(approved.json().path("missing")).isEmpty();
    assertThat(earned(ada)).isEqualTo("500");
    assertThat(earned(bob)).isEqualTo("500");
    assertThat(Reply.each(history(), "to")).containsExactly("review", "pending", "completed");
    assertThat(history().at("/1/reason").asText()).isEqualTo("same_household");
    assertThat(history().at("/1/note").asText()).isEqualTo("ticket 4711");
    decide("approve").expect(200);
    assertThat(history()).hasSize(3);
    decide("reject").expectProblem(409, "status_conflict");
  }

  @Test
  void rejectsAndLetsItGoOnAfterAnAppeal() {
    referrals.redeemOnOneDevice(ada, bob).expect(201);
    assertThat(decide("reject").expect(200).at("status")).isEqualTo("rejected");
    decide("reject").expect(200);
    decide("reverse").expectProblem(409, "status_conflict");
    server.patch(ada, "{\"referralLimit\": 0}").expect(200);
    decide("approve").expectProblem(409, "status_conflict");
    decide("appeal").expectProblem(409, "referral_limit_reached");
    server.patch(ada, "{\"referralLimit\": 1}").expect(200);
    assertThat(decide("appeal").expect(200).at("status")).isEqualTo("completed");
    assertThat(Reply.each(history(), "to"))
        .containsExactly("review", "rejected", "pending", "completed");
  }

  @Test
  void takesBackAndPutsBackWhatWasGiven() {
    referrals.redeem(ada, bob).expect(201);
    var reversed = decide("reverse").expect(200);
    assertThat(reversed.at("status")).isEqualTo("reversed");
    assertThat(reversed.at("reason")).isEqualTo("same_household");
    assertThat(earned(ada)).isEqualTo("0");
    assertThat(server.balance(ada).at("available")).isEqualTo("0");
    decide("reverse").expect(200);
    assertThat(decide("reinstate").expect(200).at("status")).isEqualTo("completed");
    assertThat(earned(ada)).isEqualTo("500");
    assertThat(server.balance(bob).at("available")).isEqualTo("500");
    assertThat(decide("reverse").expect(200).json().path("reversals").intValue()).isEqualTo(2);
  }

  /// What support writes to itself is not for the two sides.
  @Test
  void showsTheReasonToBothSidesAndTheNoteToNeither() {
    referrals.redeem(ada, bob).expect(201);
    decide("reverse").expect(200);
    for (var user : new UUID[] {ada, bob}) {
      var token = server.signIn(user, "web").at("token");
      var own = server.as(token, "GET", "/v1/referrals/own").expect(200);
      assertThat(own.at("referrals.0.reason")).isEqualTo("same_household");
      assertThat(own.text()).doesNotContain("4711");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "approve, WRITE",
    "appeal, WRITE",
    "reject, WRITE",
    "reverse, GRANT",
    "reinstate, GRANT"
  })
  void needsTheScopeOfWhatItDoes(String decision, Scope scope) {
    referrals.redeem(ada, bob).expect(201);
    for (var given : Scope.values()) {
      var request =
          server
              .request("/v1/referrals/%s/%s/%s".formatted(ada, bob, decision))
              .setHeader("Authorization", "Bearer " + server.newKey(given))
              .POST(BodyPublishers.ofString("{}"));
      var reply = server.send(request);
      if (given == scope) {
        reply.expectProblem(422, "field_invalid");
      } else {
        reply.expectProblem(403, "scope_missing");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"reason\": \"Same household\"}",
        "{\"reason\": \"a1\"}",
        "{\"reason\": \"\"}",
        "{\"reason\": \"ok\", \"note\": \"\"}"
      })
  void wantsAReasonThatBothSidesMayRead(String body) {
    referrals.decide(ada, bob, "reject", body).expectProblem(422, "field_invalid");
  }

  @Test
  void decidesOnNothingThatIsNotThere() {
    decide("approve").expectProblem(404, "referral_not_found");
    referrals.redeem(ada, bob).expect(201);
    referrals.decide(bob, ada, "reverse", WHY).expectProblem(404, "referral_not_found");
  }
}
