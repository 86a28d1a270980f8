package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.stripe.TestingStripe;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How users want credits bought: set and read over HTTP.
class AutoTopUpOverHttpTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(stripe.server());

  private static final TestingTopUps topUps = new TestingTopUps(stripe);

  private static TestingServer server() {
    return stripe.server();
  }

  @Test
  void isOffUntilItIsSet() {
    var user = server().user();
    assertThat(topUps.standing(user).text())
        .isEqualTo(
            "{\"enabled\":false,\"below\":null,\"pack\":null,\"monthlyAmountMax\":null,"
                + "\"currency\":null,\"disabledReason\":null,\"monthlyAmount\":0,\"latest\":null}");
    topUps.set(user, "{\"enabled\": false}").expect(200);
    assertThat(topUps.shortBelow(user)).isEqualTo("never");
    assertThat(auditLines(user)).isZero();
  }

  @Test
  void switchesOnAndOffAndKeepsWhatWasSet() {
    var user = server().userWith("1000");
    var on = topUps.enable(user, "500", "starter", 5_000);
    assertThat(on.at("enabled")).isEqualTo("true");
    assertThat(on.at("below")).isEqualTo("500");
    assertThat(on.at("pack")).isEqualTo("starter");
    assertThat(on.at("monthlyAmountMax")).isEqualTo("5000");
    assertThat(on.at("currency")).isEqualTo("usd");
    assertThat(topUps.shortBelow(user)).isEqualTo("500");
    assertThat(topUps.enable(user, "500", "starter", 5_000).json()).isEqualTo(on.json());

    var off = topUps.set(user, "{\"enabled\": false}").expect(200);
    assertThat(off.at("enabled")).isEqualTo("false");
    assertThat(off.at("below")).isEqualTo("500");
    assertThat(topUps.shortBelow(user)).isEqualTo("never");
    // One line when it was switched on, one when off; none for the repetition.
    assertThat(auditLines(user)).isEqualTo(2);
    assertThat(topUps.topUps(user)).isEmpty();
  }

  private static long auditLines(UUID user) {
    var lines = server().get("/v1/audit?userId=" + user).expect(200).json().path("lines");
    return Reply.each(lines, "action").stream().filter("topup.changed"::equals).count();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {}                                                                                   | enabled
          {"enabled": "yes"}                                                                   | enabled
          {"enabled": true}                                                                    | below
          {"enabled": true, "below": "5", "pack": "starter"}                                   | monthlyAmountMax
          {"enabled": true, "below": "5", "monthlyAmountMax": 5000}                            | pack
          {"enabled": false, "below": "5"}                                                     | pack
          {"enabled": true, "below": "-1", "pack": "starter", "monthlyAmountMax": 5000}        | below
          {"enabled": true, "below": "0.0000001", "pack": "starter", "monthlyAmountMax": 5000} | below
          {"enabled": true, "below": "1e14", "pack": "starter", "monthlyAmountMax": 5000}      | below
          {"enabled": true, "below": "1e999999999", "pack": "starter", "monthlyAmountMax": 5000} | below
          {"enabled": true, "below": "5", "pack": "none", "monthlyAmountMax": 5000}            | pack
          {"enabled": true, "below": "5", "pack": "starter", "monthlyAmountMax": 999}          | monthlyAmountMax
          {"enabled": true, "below": "5", "pack": "starter", "monthlyAmountMax": 0}            | monthlyAmountMax
          {"enabled": true, "below": "5", "pack": "starter", "monthlyAmountMax": 1.5}          | monthlyAmountMax
          """)
  void saysWhichFieldIsWrong(String body, String field) {
    var user = server().user();
    var refusal = topUps.set(user, body).expectProblem(422, "field_invalid");
    assertThat(refusal.at("field")).isEqualTo(field);
    assertThat(topUps.standing(user).at("below")).isEqualTo("null");
  }

  @Test
  void takesAThresholdUpToAsManyCreditsAsThereMayBe() {
    var user = server().userWith("1000");
    assertThat(topUps.enable(user, "0", "starter", 5_000).at("below")).isEqualTo("0");
    assertThat(topUps.enable(user, "1000.000000", "starter", 5_000).at("below")).isEqualTo("1000");
  }

  @Test
  void isNobodysWhoIsUnknownOrDeleted() {
    var nobody = UUID.randomUUID();
    server().get("/v1/users/%s/auto-top-up".formatted(nobody)).expectProblem(404, "user_not_found");
    topUps.set(nobody, "{\"enabled\": false}").expectProblem(404, "user_not_found");
    var user = server().userWith("1000");
    topUps.enable(user, "500", "starter", 5_000);
    server().send(server().request("/v1/users/" + user).DELETE()).expect(200);
    assertThat(topUps.shortBelow(user)).isEqualTo("never");
    topUps.set(user, "{\"enabled\": false}").expectProblem(410, "user_deleted");
  }

  @Test
  void isOnesOwnInASession() {
    var user = server().userWith("1000");
    var token = server().signIn(user, "web").at("token");
    assertThat(server().as(token, "GET", "/v1/auto-top-up").expect(200).at("enabled"))
        .isEqualTo("false");
    var body =
        "{\"enabled\": true, \"below\": \"10\", \"pack\": \"big\", \"monthlyAmountMax\": 10000}";
    var set =
        server()
            .send(
                server()
                    .request("/v1/auto-top-up")
                    .setHeader("Authorization", "Bearer " + token)
                    .method("PUT", BodyPublishers.ofString(body)));
    assertThat(set.expect(200).at("pack")).isEqualTo("big");
    assertThat(topUps.standing(user).at("below")).isEqualTo("10");
  }

  @Test
  void isSetByNoKeyThatOnlyReads() {
    var user = server().user();
    var key = server().newKey(dev.tallystick.account.ServiceKey.Scope.READ);
    var body = "{\"enabled\": false}";
    server()
        .send(
            server()
                .request("/v1/users/%s/auto-top-up".formatted(user))
                .setHeader("Authorization", "Bearer " + key)
                .method("PUT", BodyPublishers.ofString(body)))
        .expectProblem(403, "scope_missing");
  }
}
