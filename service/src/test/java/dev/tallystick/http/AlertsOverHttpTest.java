package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tallystick.alert.AlertKind;
import dev.tallystick.alert.Alerts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What users are told: read over HTTP, and mailed once.
class AlertsOverHttpTest {
  private static final GreenMail smtp =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @RegisterExtension private static final TestingServer server = start();

  private static long raised;

  private static TestingServer start() {
    smtp.start();
    return TestingServer.start(
        Map.of(
            "TALLY_SMTP_URL",
            "smtp://127.0.0.1:" + smtp.getSmtp().getPort(),
            "TALLY_MAIL_FROM",
            "no-reply@example.com"));
  }

  @AfterAll
  static void stop() {
    smtp.stop();
  }

  private static UUID raise(UUID user, String credits, Instant at) {
    // Ascending, as those of version 7 are.
    var id = new UUID(++raised, 1);
    var details = Map.of("credits", credits, "price", "10.00 USD");
    server
        .database()
        .useTransaction(tx -> Alerts.raise(tx, user, AlertKind.TOP_UP_PAID, details, id, at));
    return id;
  }

  private static Reply list(UUID user, String query) {
    return server.get("/v1/users/%s/alerts%s".formatted(user, query)).expect(200);
  }

  private static List<String> credits(Reply page) {
    return Reply.each(page.json().path("alerts"), "details").isEmpty()
        ? List.of()
        : page.json().path("alerts").findValuesAsText("credits");
  }

  private static Reply see(UUID user, UUID alert) {
    return server.post("/v1/users/%s/alerts/%s/seen".formatted(user, alert), "");
  }

  @Test
  void alertsAreListedNewestFirstAndByPage() {
    var user = server.user();
    for (int i = 1; i <= 5; i++) raise(user, Integer.toString(i), TestingClock.START);
    assertThat(credits(list(user, ""))).containsExactly("5", "4", "3", "2", "1");
    var first = list(user, "?limit=2");
    assertThat(credits(first)).containsExactly("5", "4");
    assertThat(credits(list(user, "?limit=2&cursor=" + first.at("nextCursor"))))
        .containsExactly("3", "2");
    assertThat(first.at("alerts.0.sentence"))
        .isEqualTo("5 credits were bought for 10.00 USD, because you were running short.");
    server
        .get("/v1/users/%s/alerts?unseen=yes".formatted(user))
        .expectProblem(422, "field_invalid");
    server
        .get("/v1/users/%s/alerts".formatted(UUID.randomUUID()))
        .expectProblem(404, "user_not_found");
  }

  @Test
  void whatWasSeenStaysSeen() {
    var user = server.user();
    var old = raise(user, "1", TestingClock.START);
    raise(user, "2", TestingClock.START);
    var seen = see(user, old).expect(200);
    assertThat(seen.at("seenAt")).isEqualTo(server.clock().instant().toString());
    server.clock().set(server.clock().in(Duration.ofMinutes(1)));
    assertThat(see(user, old).expect(200).json()).isEqualTo(seen.json());
    assertThat(credits(list(user, "?unseen=true"))).containsExactly("2");
    assertThat(credits(list(user, "?unseen=false"))).containsExactly("2", "1");
    see(server.user(), old).expectProblem(404, "alert_not_found");
    see(user, UUID.randomUUID()).expectProblem(404, "alert_not_found");
  }

  @Test
  void onesOwnAreReadInASession() {
    var user = server.user();
    var other = raise(server.user(), "9", TestingClock.START);
    var alert = raise(user, "1", TestingClock.START);
    var token = server.signIn(user, "cli").at("token");
    var own = server.as(token, "GET", "/v1/alerts?unseen=true").expect(200);
    assertThat(credits(own)).containsExactly("1");
    server.as(token, "POST", "/v1/alerts/%s/seen".formatted(alert)).expect(200);
    assertThat(credits(server.as(token, "GET", "/v1/alerts?unseen=true"))).isEmpty();
    server
        .as(token, "POST", "/v1/alerts/%s/seen".formatted(other))
        .expectProblem(404, "alert_not_found");
  }

  private static List<String> mailsTo(String address) {
    return Arrays.stream(smtp.getReceivedMessages())
        .filter(
            mail ->
                com.icegreen.greenmail.util.GreenMailUtil.getWholeMessage(mail).contains(address))
        .map(com.icegreen.greenmail.util.GreenMailUtil::getBody)
        .toList();
  }

  @Test
  void whoProvedToHoldAnAddressIsMailedOnce() {
    var user = server.userCalled("mailed@example.com");
    server.patch(user, "{\"emailVerified\": true}").expect(200);
    var unproved = server.userCalled("unproved@example.com");
    raise(unproved, "7", server.clock().instant());
    raise(user, "8", server.clock().instant().minus(Duration.ofDays(1)));
    try (var _ = server.another()) {
      for (int i = 1; i <= 20; i++) raise(user, Integer.toString(i), server.clock().instant());
      eventually("all are mailed", () -> mailsTo("mailed@example.com").size() >= 20);
      eventually("none waits", () -> toMail() == 0);
    }
    assertThat(mailsTo("mailed@example.com"))
        .hasSize(20)
        .anyMatch(it -> it.contains("20 credits were bought for 10.00 USD"))
        .doesNotHaveDuplicates();
    assertThat(mailsTo("unproved@example.com")).isEmpty();
  }

  private static long toMail() {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query("SELECT count(*) FROM tally.alerts WHERE is_to_mail")
                    .mapTo(Long.class)
                    .one());
  }

  @ParameterizedTest
  @EnumSource(AlertKind.class)
  void everyKindSaysOneSentenceWhateverIsMissing(AlertKind kind) {
    assertThat(kind.sentence(Map.of())).endsWith(".").doesNotContain("null", "%s");
    assertThat(AlertKind.ofWord(kind.word())).isEqualTo(kind);
  }

  @Test
  void theDeletedAreToldNothing() {
    var user = server.user();
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
    raise(user, "1", TestingClock.START);
    assertThat(credits(list(user, ""))).isEmpty();
  }
}
