package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Web sessions whose token is renewed by a refresh token, which changes with each use.
class RefreshOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final TestingServer other = server.another();

  private static Reply open(UUID user) {
    var body = JsonNodeFactory.instance.objectNode().put("userId", user.toString());
    return server.post("/v1/sessions", body.put("kind", "web").put("refresh", true)).expect(201);
  }

  private static Reply refresh(String token) {
    return refresh(server, token);
  }

  private static Reply refresh(TestingServer at, String token) {
    var body = JsonNodeFactory.instance.objectNode().put("refreshToken", token);
    return at.post("/v1/session/refresh", body);
  }

  private static void pass(Duration time) {
    server.clock().set(server.clock().in(time));
  }

  @Test
  void liveForMinutesAndAreRenewed() {
    var opened = open(server.user());
    var start = server.clock().instant();
    assertThat(opened.at("tokenExpiresAt"))
        .isEqualTo(start.plus(Duration.ofMinutes(15)).toString());
    assertThat(server.accepts(opened.at("token"))).isTrue();
    pass(Duration.ofMinutes(15));
    assertThat(server.check(opened.at("token"), "web").at("reason")).isEqualTo("expired");
    var renewed = refresh(opened.at("refreshToken")).expect(200);
    assertThat(renewed.at("id")).isEqualTo(opened.at("id"));
    assertThat(renewed.at("token")).isNotEqualTo(opened.at("token"));
    assertThat(renewed.at("refreshToken")).isNotEqualTo(opened.at("refreshToken"));
    assertThat(renewed.at("expiresAt")).isEqualTo(opened.at("expiresAt"));
    assertThat(Instant.parse(renewed.at("tokenExpiresAt")))
        .isEqualTo(start.plus(Duration.ofMinutes(30)));
    assertThat(server.accepts(renewed.at("token"))).isTrue();
    assertThat(other.accepts(renewed.at("token"))).isTrue();
    assertThat(server.accepts(opened.at("token"))).isFalse();
  }

  @Test
  void areEndedByAFormerRefreshToken() {
    var opened = open(server.user());
    var renewed = refresh(opened.at("refreshToken")).expect(200);
    pass(Duration.ofMinutes(1));
    var again = refresh(renewed.at("refreshToken")).expect(200);
    assertThat(server.accepts(again.at("token"))).isTrue();
    // The first one is long gone, and the second one's time is just over.
    refresh(opened.at("refreshToken")).expectProblem(401, "session_invalid");
    assertThat(server.check(again.at("token"), "web").at("reason")).isEqualTo("revoked");
    refresh(again.at("refreshToken")).expectProblem(401, "session_invalid");
    assertThat(reason(opened.at("id"))).isEqualTo("token_reused");
  }

  @ParameterizedTest
  @CsvSource({"20,29,true", "20,30,false", "29,58,false"})
  void areRepeatedWithinAWindowThatDoesNotMove(int first, int second, boolean isRepeated) {
    var opened = open(server.user());
    var renewed = refresh(opened.at("refreshToken")).expect(200);
    pass(Duration.ofSeconds(first));
    // The answer was lost, or another tab asks too: there is one chain, whoever asks.
    var repeated = refresh(other, opened.at("refreshToken")).expect(200);
    assertThat(repeated.json()).isEqualTo(renewed.json());
    pass(Duration.ofSeconds(second - first));
    refresh(opened.at("refreshToken")).expect(isRepeated ? 200 : 401);
    assertThat(server.accepts(renewed.at("token"))).isEqualTo(isRepeated);
    refresh(renewed.at("refreshToken")).expect(isRepeated ? 200 : 401);
  }

  @Test
  void haveOneChainHoweverManyAskAtOnce() throws Exception {
    var opened = open(server.user());
    var tasks = new ArrayList<Callable<String>>();
    for (int i = 0; i < 40; i++) {
      var at = i % 2 == 0 ? server : other;
      tasks.add(() -> refresh(at, opened.at("refreshToken")).expect(200).at("refreshToken"));
    }
    var tokens = new HashSet<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var token : threads.invokeAll(tasks)) tokens.add(token.get());
    }
    assertThat(tokens).hasSize(1);
    refresh(tokens.iterator().next()).expect(200);
  }

  @Test
  void areNotRenewedOnceTheyEnded() {
    for (var how : new String[] {"session", "everywhere", "suspended"}) {
      var user = server.user();
      var opened = open(user);
      var renewed = refresh(opened.at("refreshToken")).expect(200);
      var sessions = "/v1/users/" + user + "/sessions";
      switch (how) {
        case "session" ->
            server.as(renewed.at("token"), "DELETE", "/v1/sessions/" + opened.at("id")).expect(200);
        case "everywhere" -> server.post(sessions + "/revoke-all", "").expect(200);
        default ->
            server.run(
                "UPDATE tally.users SET status = 'suspended' WHERE id = '%s'".formatted(user));
      }
      // Not even where it would only be repeated.
      refresh(opened.at("refreshToken")).expectProblem(401, "session_invalid");
      refresh(renewed.at("refreshToken")).expectProblem(401, "session_invalid");
      assertThat(server.accepts(renewed.at("token"))).as(how).isFalse();
    }
  }

  @Test
  void doNotOutliveTheirEnd() {
    var opened = open(server.user());
    var token = opened.at("refreshToken");
    for (int day = 6; day < 30; day += 6) {
      pass(Duration.ofDays(6));
      token = refresh(token).expect(200).at("refreshToken");
    }
    pass(Duration.ofDays(6));
    refresh(token).expectProblem(401, "session_invalid");
  }

  /// Who knows a session's id, or guesses, does not end it.
  @ParameterizedTest
  @CsvSource({"x", "tr_", "'tr_{id}.x'", "'tr_{id}.x.y'", "'tr_{id}..'", "'{token}'"})
  void areNotEndedByAGuess(String guess) {
    var opened = open(server.user());
    var text = guess.replace("{id}", opened.at("id")).replace("{token}", opened.at("token"));
    refresh(text).expectProblem(401, "session_invalid");
    assertThat(server.accepts(opened.at("token"))).isTrue();
    assertThat(server.accepts(opened.at("refreshToken"))).as("no session token").isFalse();
    refresh(opened.at("refreshToken")).expect(200);
  }

  @Test
  void areForBrowsersThatAskForThem() {
    var body = JsonNodeFactory.instance.objectNode().put("userId", server.user().toString());
    var refused = server.post("/v1/sessions", body.put("kind", "cli").put("refresh", true));
    assertThat(refused.expectProblem(422, "field_invalid").at("field")).isEqualTo("refresh");
    var plain = server.signIn(server.user(), "web");
    assertThat(plain.json().path("refreshToken").isNull()).isTrue();
    assertThat(plain.json().path("tokenExpiresAt").isNull()).isTrue();
  }

  private static String reason(String id) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query("SELECT revoked_reason FROM tally.sessions WHERE id = :id")
                    .bind("id", UUID.fromString(id))
                    .mapTo(String.class)
                    .one());
  }
}
