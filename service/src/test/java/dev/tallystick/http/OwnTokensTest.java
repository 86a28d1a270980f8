package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people do with a session of their own: make tokens for machines, and sign out.
class OwnTokensTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final TestingServer another = server.another();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static final String BODY = "{\"label\": \"CI\", \"scopes\": [\"account:read\"]}";

  private static Reply open(String token, String body) {
    return server.send(
        server
            .request("/v1/session/tokens")
            .setHeader("Authorization", "Bearer " + token)
            .POST(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "cli"})
  void areMadeWithASessionOfAPerson(String kind) {
    var user = server.user();
    var opened = open(server.signIn(user, kind).at("token"), BODY).expect(201);
    assertThat(opened.at("kind")).isEqualTo("pat");
    assertThat(opened.at("userId")).isEqualTo(user.toString());
    assertThat(opened.at("expiresAt"))
        .isEqualTo(TestingClock.START.plus(Duration.ofDays(365)).toString());
    var token = opened.at("token");
    assertThat(token).startsWith("tp_");
    server.as(token, "GET", "/v1/session").expect(200);
    server.as(token, "POST", "/v1/sessions/revoke-all").expectProblem(403, "scope_missing");
  }

  @Test
  void areNotMadeWithAnother() {
    var token = server.signIn(server.user(), "pat").at("token");
    open(token, BODY).expectProblem(403, "scope_missing");
  }

  @Test
  void endWhenTheirMakerSaidAndNeverLaterThanIsConfigured() {
    var token = server.signIn(server.user(), "web").at("token");
    var days = "{\"label\": \"CI\", \"scopes\": [\"a:b\"], \"expiresInDays\": %d}";
    var opened = open(token, days.formatted(1)).expect(201);
    var end = TestingClock.START.plus(Duration.ofDays(1)).toString();
    assertThat(opened.at("expiresAt")).isEqualTo(end);
    assertThat(opened.at("idleExpiresAt")).isEqualTo(end);
    open(token, days.formatted(365)).expect(201);
    for (int wrong : new int[] {0, 366}) {
      var reply = open(token, days.formatted(wrong)).expectProblem(422, "field_invalid");
      assertThat(reply.at("field")).isEqualTo("expiresInDays");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      # body                                           | field
      {"scopes": ["a"]}                                | label
      {"label": "x"}                                   | scopes
      {"label": "x", "scopes": []}                     | scopes
      {"label": "x", "scopes": ["A b"]}                | scopes
      {"label": "x", "scopes": ["a"], "expiresInDays": "1"} | expiresInDays
      """)
  void nameTheFieldAtFault(String body, String field) {
    var token = server.signIn(server.user(), "web").at("token");
    assertThat(open(token, body).expectProblem(422, "field_invalid").at("field")).isEqualTo(field);
  }

  @Test
  void areMadeOnceForEachIdempotencyKeyOfAUser() {
    var one = server.signIn(server.user(), "web").at("token");
    var two = server.signIn(server.user(), "web").at("token");
    var first = openOnce(one, BODY).expect(201);
    var again = openOnce(one, BODY).expect(200);
    assertThat(again.at("id")).isEqualTo(first.at("id"));
    assertThat(again.json().path("token").isNull()).isTrue();
    openOnce(one, BODY.replace("CI", "another")).expectProblem(409, "id_reused");
    assertThat(openOnce(two, BODY).expect(201).at("id")).isNotEqualTo(first.at("id"));
  }

  private static Reply openOnce(String token, String body) {
    return server.send(
        server
            .request("/v1/session/tokens")
            .setHeader("Authorization", "Bearer " + token)
            .header("Idempotency-Key", "token-1")
            .POST(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "cli", "pat"})
  void signingOutEndsTheSessionAndSucceedsAgain(String kind) {
    var user = server.user();
    var token = server.signIn(user, kind).at("token");
    for (var each : new TestingServer[] {server, another}) assertThat(each.accepts(token)).isTrue();
    assertThat(server.as(token, "DELETE", "/v1/session").expect(200).at("revoked")).isEqualTo("1");
    assertThat(server.accepts(token)).isFalse();
    eventually("refused", () -> !another.accepts(token));
    assertThat(another.as(token, "DELETE", "/v1/session").expect(200).at("revoked")).isEqualTo("0");
  }

  @Test
  void signingOutNeedsTheSecret() {
    var opened = server.signIn(server.user(), "web");
    var id = opened.at("id");
    for (var wrong :
        new String[] {"tw_" + id + ".guess", "tc_" + opened.at("token").substring(3), "x"}) {
      server.as(wrong, "DELETE", "/v1/session").expectProblem(401, "session_invalid");
    }
    assertThat(server.accepts(opened.at("token"))).isTrue();
    server
        .send(server.request("/v1/session").setHeader("Authorization", "x").DELETE())
        .expectProblem(401, "session_missing");
  }
}
