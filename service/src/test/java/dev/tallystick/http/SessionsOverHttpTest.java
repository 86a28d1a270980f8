package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.limit.Limits;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @Test
  void showTheirTokenOnceAndKeepOnlyItsHash() {
    var user = server.user();
    var opened = server.signIn(user, "web");
    var token = opened.at("token");
    assertThat(token).matches("tw_" + opened.at("id") + "\\.[A-Za-z0-9_-]{43}");
    var secret = token.substring(token.indexOf('.') + 1);
    for (var reply :
        new Reply[] {
          server.get("/v1/users/" + user + "/sessions").expect(200),
          server.as(token, "GET", "/v1/sessions").expect(200),
          server.as(token, "GET", "/v1/session").expect(200),
          server.check(token, "web")
        }) {
      assertThat(reply.text()).contains(opened.at("id")).doesNotContain(secret, "tw_");
    }
    assertThat(rows(user)).isNotEmpty().doesNotContain(secret, token);
  }

  private static String rows(UUID user) {
    return server
        .database()
        .inTransaction(tx -> tx.query(ROWS).bind("user", user).mapTo(String.class).one());
  }

  private static final String ROWS =
      """
      SELECT string_agg(s::text || encode(secret_hash, 'escape'), ' ')
        FROM tally.sessions s WHERE user_id = :user
      """;

  @Test
  void areOpenedOnceForEachIdempotencyKeyWithoutShowingTheTokenAgain() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("userId", server.user().toString()).put("kind", "cli").put("label", "Ada's laptop");
    var first = server.postOnce("login-1", "/v1/sessions", body).expect(201);
    var again = server.postOnce("login-1", "/v1/sessions", body).expect(200);
    assertThat(again.at("id")).isEqualTo(first.at("id"));
    assertThat(again.json().path("token").isNull()).isTrue();
    assertThat(server.accepts(first.at("token"))).isTrue();
    body.put("label", "another");
    server.postOnce("login-1", "/v1/sessions", body).expectProblem(409, "id_reused");
    body.put("label", "Ada's laptop").put("userId", server.user().toString());
    server.postOnce("login-1", "/v1/sessions", body).expectProblem(409, "id_reused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      # body                                                              | field
      {}                                                                  | kind
      {"kind": "cli"}                                                     | userId
      {"kind": "CLI", "userId": "{user}"}                                 | kind
      {"kind": "service", "userId": "{user}"}                             | kind
      {"kind": "web", "userId": "x"}                                      | userId
      {"kind": "web", "userId": "{user}", "label": ""}                    | label
      {"kind": "web", "userId": "{user}", "scopes": ["a"]}                | scopes
      {"kind": "pat", "userId": "{user}"}                                 | scopes
      {"kind": "pat", "userId": "{user}", "scopes": []}                   | scopes
      {"kind": "pat", "userId": "{user}", "scopes": "a"}                  | scopes
      {"kind": "pat", "userId": "{user}", "scopes": [1]}                  | scopes
      {"kind": "pat", "userId": "{user}", "scopes": ["A b"]}              | scopes
      {"kind": "web", "userId": "{user}", "fingerprintId": ""}            | fingerprintId
      {"kind": "web", "userId": "{user}", "fingerprintId": "\\u0000"}     | fingerprintId
      {"kind": "web", "userId": "{user}", "fingerprintSignature": "x"}    | fingerprintId
      """)
  void nameTheFieldAtFault(String body, String field) {
    var reply = server.post("/v1/sessions", body.replace("{user}", UUID.randomUUID().toString()));
    assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo(field);
  }

  @Test
  void areNotOpenedWithoutEnd() {
    var user = server.user();
    for (int i = 0; i < Limits.Rule.SESSION_BY_USER.tries(); i++) server.signIn(user, "web");
    var body = JsonNodeFactory.instance.objectNode().put("userId", user.toString());
    var refused = server.post("/v1/sessions", body.put("kind", "web"));
    assertThat(refused.expectProblem(429, "rate_limited").at("detail")).contains("in 1 s");
    server.signIn(server.user(), "web");
  }

  @Test
  void areForKnownActiveUsers() {
    var body = JsonNodeFactory.instance.objectNode().put("kind", "web");
    body.put("userId", UUID.randomUUID().toString());
    server.post("/v1/sessions", body).expectProblem(422, "user_unknown");
    var user = server.user();
    body.put("userId", user.toString());
    for (var status : new String[] {"suspended", "closed"}) {
      server.run("UPDATE tally.users SET status = '%s' WHERE id = '%s'".formatted(status, user));
      server.post("/v1/sessions", body).expectProblem(409, "user_inactive");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "web, web, ''",
    "cli, cli, ''",
    "pat, pat, ''",
    "cli, web, wrong_kind",
    "pat, web, wrong_kind",
    "web, cli, wrong_kind",
    "pat, cli, wrong_kind",
    "web, pat, wrong_kind",
    "cli, pat, wrong_kind"
  })
  void areAcceptedAsTheirKindOnly(String kind, String asked, String reason) {
    var token = server.signIn(server.user(), kind).at("token");
    for (int i = 0; i < 2; i++) {
      assertThat(server.check(token, asked).at("reason")).isEqualTo(reason);
    }
    assertThat(server.check(token, kind, asked).json().path("active").asBoolean()).isTrue();
  }

  /// The prefix is not what makes a kind: the row is.
  @ParameterizedTest
  @CsvSource({"cli, tc_, tw_", "pat, tp_, tw_", "web, tw_, tp_"})
  void areNotChangedToAnotherKindByTheirPrefix(String kind, String prefix, String other) {
    var token = server.signIn(server.user(), kind).at("token");
    var forged = token.replace(prefix, other);
    assertThat(server.check(forged, "web", "cli", "pat").at("reason")).isEqualTo("unknown");
    assertThat(server.accepts(token)).isTrue();
    assertThat(server.check(forged, "web", "cli", "pat").at("reason")).isEqualTo("unknown");
    server.as(forged, "GET", "/v1/session").expectProblem(401, "session_invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "tw_", "tw_.", "tw_no-uuid.x", "tk_0199c0de-0000-7000-8000-000000000001.x"})
  void thatAreNoneAreUnknown(String token) {
    assertThat(server.check(token, "web", "cli", "pat").at("reason")).isEqualTo("unknown");
    server.as(token, "GET", "/v1/session").expectProblem(401, "session_invalid");
  }

  /// Only who holds the secret learns how a session ended.
  @Test
  void tellNothingToWhoKnowsOnlyTheirId() {
    var user = server.user();
    var live = server.signIn(user, "web").at("token");
    var ended = server.signIn(user, "web");
    server.as(ended.at("token"), "DELETE", "/v1/sessions/" + ended.at("id")).expect(200);
    assertThat(server.check(ended.at("token"), "web").at("reason")).isEqualTo("revoked");
    for (var token : new String[] {live, ended.at("token")}) {
      assertThat(server.check(token + "x", "web").at("reason")).isEqualTo("unknown");
      var guess = token.substring(0, token.indexOf('.') + 1);
      assertThat(server.check(guess, "web").at("reason")).isEqualTo("unknown");
    }
  }

  @Test
  void doNotSpeakForTheBackEndNorTheBackEndForThem() {
    var token = server.signIn(server.user(), "web").at("token");
    server.as(token, "GET", "/v1/usage").expectProblem(401, "key_invalid");
    server.get("/v1/session").expectProblem(401, "session_invalid");
    server.as("", "GET", "/v1/session").expect(401);
  }

  @Test
  void ofMachinesDoWhatTheirScopesSay() {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("userId", server.user().toString()).put("kind", "pat");
    body.putArray("scopes").add("reports:read").add("account:read");
    var reader = server.post("/v1/sessions", body).expect(201).at("token");
    server.as(reader, "GET", "/v1/sessions").expect(200);
    server.as(reader, "POST", "/v1/sessions/revoke-all").expectProblem(403, "scope_missing");
    assertThat(server.check(reader, "pat").json().path("scopes"))
        .isEqualTo(Reply.parse("[\"account:read\", \"reports:read\"]"));
    body.putArray("scopes").add("reports:read");
    var other = server.post("/v1/sessions", body).expect(201).at("token");
    server.as(other, "GET", "/v1/session").expectProblem(403, "scope_missing");
  }

  @Test
  void areCheckedInBatches() {
    var token = server.signIn(server.user(), "cli").at("token");
    var body =
        "[{\"token\": \"%s\", \"kinds\": [\"cli\"]}, {\"token\": \"%s\", \"kinds\": [\"web\"]}]"
            .formatted(token, token);
    var reply = server.post("/v1/sessions/check", body).expect(200);
    assertThat(Reply.each(reply.json(), "active")).containsExactly("true", "false");
    var one = "{\"token\": \"x\", \"kinds\": [\"cli\"]}";
    var many = "[" + (one + ",").repeat(100) + one + "]";
    server.post("/v1/sessions/check", many).expectProblem(413, "body_too_large");
    server
        .post("/v1/sessions/check", "{\"token\": \"x\", \"kinds\": []}")
        .expectProblem(422, "field_invalid");
  }

  @Test
  void areListedForTheirUserAndEndedOneByOne() {
    var user = server.user();
    var current = server.signIn(user, "web");
    var other = server.signIn(user, "cli");
    var stranger = server.signIn(server.user(), "web");
    var token = current.at("token");
    var list = server.as(token, "GET", "/v1/sessions").expect(200).json().path("sessions");
    assertThat(Reply.each(list, "id")).containsExactlyInAnyOrder(current.at("id"), other.at("id"));
    for (var session : list) {
      assertThat(session.path("current").asBoolean())
          .isEqualTo(session.path("id").asText().equals(current.at("id")));
    }
    server
        .as(token, "DELETE", "/v1/sessions/" + stranger.at("id"))
        .expectProblem(404, "session_not_found");
    assertThat(server.accepts(stranger.at("token"))).isTrue();
    var path = "/v1/sessions/" + other.at("id");
    assertThat(server.as(token, "DELETE", path).expect(200).at("revoked")).isEqualTo("1");
    assertThat(server.accepts(other.at("token"))).isFalse();
    assertThat(server.as(token, "DELETE", path).expect(200).at("revoked")).isEqualTo("0");
  }

  @Test
  void ofEveryKindEndWithSignOutEverywhere() {
    for (var path :
        new String[] {"/v1/sessions/revoke-all", "/v1/users/{user}/sessions/revoke-all"}) {
      var user = server.user();
      var tokens = new String[] {"web", "cli", "pat"};
      for (int i = 0; i < 3; i++) tokens[i] = server.signIn(user, tokens[i]).at("token");
      for (var token : tokens) assertThat(server.accepts(token)).isTrue();
      var reply =
          path.contains("{user}")
              ? server.post(path.replace("{user}", user.toString()), "")
              : server.as(tokens[0], "POST", path);
      assertThat(reply.expect(200).at("revoked")).isEqualTo("3");
      for (var token : tokens)
        assertThat(server.check(token, "web", "cli", "pat").at("reason")).isEqualTo("revoked");
      assertThat(server.accepts(server.signIn(user, "web").at("token"))).isTrue();
    }
  }

  @Test
  void otherThanTheCurrentOneEndTogether() {
    var user = server.user();
    var current = server.signIn(user, "cli").at("token");
    var other = server.signIn(user, "pat").at("token");
    assertThat(server.accepts(current)).isTrue();
    var reply = server.as(current, "POST", "/v1/sessions/revoke-others").expect(200);
    assertThat(reply.at("revoked")).isEqualTo("1");
    assertThat(server.accepts(other)).isFalse();
    assertThat(server.accepts(current)).isTrue();
  }

  @Test
  void areEndedByTheBackEnd() {
    var user = server.user();
    var session = server.signIn(user, "web");
    var path = "/v1/users/" + user + "/sessions/" + session.at("id");
    var elsewhere = path.replace(user.toString(), server.user().toString());
    server.send(server.request(elsewhere).DELETE()).expectProblem(404, "session_not_found");
    assertThat(server.accepts(session.at("token"))).isTrue();
    server.send(server.request(path).DELETE()).expect(200);
    assertThat(server.accepts(session.at("token"))).isFalse();
    server.as(session.at("token"), "GET", "/v1/session").expectProblem(401, "session_invalid");
    assertThat(server.get("/v1/users/" + user + "/sessions").json().path("sessions")).isEmpty();
    server.get("/v1/users/" + UUID.randomUUID() + "/sessions").expectProblem(404, "user_not_found");
    server
        .post("/v1/users/" + UUID.randomUUID() + "/sessions/revoke-all", "")
        .expectProblem(404, "user_not_found");
  }

  @Test
  void beyondTheCapEvictTheOneIdleForLongest() {
    var user = server.user();
    var first = server.signIn(user, "pat").at("token");
    var second = server.signIn(user, "web").at("token");
    server.run(
        "UPDATE tally.sessions SET last_seen_at = last_seen_at - interval '1 h' WHERE user_id = '%s' AND kind = 'web'"
            .formatted(user));
    for (int i = 2; i <= 50; i++) server.signIn(user, "cli");
    assertThat(server.check(second, "web").at("reason")).isEqualTo("evicted");
    assertThat(server.accepts(first)).isTrue();
    var list = server.get("/v1/users/" + user + "/sessions").expect(200);
    assertThat(list.json().path("sessions")).hasSize(50);
  }
}
