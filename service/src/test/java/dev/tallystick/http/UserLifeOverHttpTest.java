package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Users who are changed, suspended and closed.
class UserLifeOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static Reply move(UUID user, String word) {
    return server.post("/v1/users/" + user + "/" + word, "{\"reason\": \"because of Ada\"}");
  }

  private static JsonNode audit(UUID user) {
    return server.get("/v1/audit?userId=" + user).expect(200).json().path("lines");
  }

  @Test
  void areChangedFieldByFieldWithOldAndNewInTheAuditLog() {
    var user = server.userCalled("ada-1@example.com");
    server
        .patch(user, "{\"name\": \"Ada King\", \"imageUrl\": null, \"referralLimit\": 7}")
        .expect(200);
    var shown = server.get("/v1/users/" + user).expect(200);
    assertThat(shown.at("name")).isEqualTo("Ada King");
    assertThat(shown.at("imageUrl")).isEqualTo("null");
    assertThat(shown.at("email")).isEqualTo("ada-1@example.com");
    assertThat(audit(user).path(0).path("details"))
        .isEqualTo(
            Reply.parse(
                """
                {"name.old": "Ada L.", "name.new": "Ada King",
                 "imageUrl.old": "https://img.example/ada",
                 "referralLimit.old": "5", "referralLimit.new": "7"}
                """));
    server.patch(user, "{\"name\": \"Ada King\"}").expect(200);
    assertThat(Reply.each(audit(user), "action")).containsExactly("user.changed", "user.created");
  }

  @Test
  void whoseEmailAddressChangesHaveToSignInAgainAndVerifyIt() {
    var user = server.userCalled("ada-2@example.com");
    server.patch(user, "{\"emailVerified\": true}").expect(200);
    var token = server.signIn(user, "pat").at("token");
    assertThat(server.accepts(token)).isTrue();
    server.patch(user, "{\"name\": \"Ada\"}").expect(200);
    assertThat(server.accepts(token)).isTrue();
    var changed = server.patch(user, "{\"email\": \"ada-3@example.com\"}").expect(200);
    assertThat(changed.at("emailVerifiedAt")).isEqualTo("null");
    assertThat(server.accepts(token)).isFalse();
    assertThat(Reply.each(audit(user), "action")).contains("session.revoked_all", "session.opened");
    var verified =
        server.patch(user, "{\"email\": \"ada-4@example.com\", \"emailVerified\": true}");
    assertThat(verified.expect(200).at("emailVerifiedAt")).isEqualTo("2026-09-10T10:00:00Z");
  }

  @Test
  void keepAnEmailAddressThatIsAnothersAndTheirSessions() {
    var user = server.userCalled("ada-5@example.com");
    server.userCalled("Eve-5@example.com");
    var token = server.signIn(user, "web").at("token");
    var refused = server.patch(user, "{\"email\": \"eve-5@Example.com\"}");
    assertThat(refused.expectProblem(409, "email_taken").at("field")).isEqualTo("email");
    assertThat(server.accepts(token)).isTrue();
    assertThat(Reply.each(audit(user), "action")).doesNotContain("user.changed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      # body                                    | status | code            | field
      {"email": "x"}                            | 422    | field_invalid   | email
      {"email": ""}                             | 422    | field_invalid   | email
      {"email": 7}                              | 422    | field_invalid   | email
      {"email": null, "emailVerified": true}    | 422    | field_invalid   | emailVerified
      {"emailVerified": "yes"}                  | 422    | field_invalid   | emailVerified
      {"name": "\\u0000"}                       | 422    | field_invalid   | name
      {"imageUrl": []}                          | 422    | field_invalid   | imageUrl
      {"referralLimit": -1}                     | 422    | field_invalid   | referralLimit
      {"referralLimit": 1.5}                    | 422    | field_invalid   | referralLimit
      {"status": "closed"}                      | 422    | field_unknown   | status
      {"id": "x"}                               | 422    | field_unknown   | id
      []                                        | 400    | malformed_json  | ``
      {                                         | 400    | malformed_json  | ``
      """)
  void areNotChangedByBadInput(String body, int status, String code, String field) {
    var user = server.userCalled("bad-" + UUID.randomUUID() + "@example.com");
    var before = server.get("/v1/users/" + user).json();
    assertThat(server.patch(user, body).expectProblem(status, code).at("field")).isEqualTo(field);
    assertThat(server.get("/v1/users/" + user).json()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"suspend, suspended", "close, closed"})
  void areKeptOutWithAllTheirTokensAndStillCharged(String word, String status) {
    var user = server.userWith("100");
    var token = server.signIn(user, "cli").at("token");
    var pat = server.signIn(user, "pat").at("token");
    assertThat(server.accepts(token)).isTrue();
    var moved = move(user, word).expect(200);
    assertThat(moved.at("status")).isEqualTo(status);
    assertThat(moved.at("statusReason")).isEqualTo("because of Ada");
    assertThat(server.accepts(token)).isFalse();
    assertThat(server.accepts(pat)).isFalse();
    signIn(user).expectProblem(409, "user_inactive");
    server.post("/v1/messages", Calls.call(user)).expect(201);
    assertThat(server.balance(user).at("available")).isEqualTo("97.39723");
    // The same again changes nothing.
    move(user, word).expect(200);
    assertThat(Reply.each(audit(user), "action").stream().filter(("user." + status)::equals))
        .hasSize(1);
    server.post("/v1/users/" + user + "/reactivate", "").expect(200);
    assertThat(server.accepts(token)).as("sessions do not come back").isFalse();
    signIn(user).expect(201);
  }

  private static Reply signIn(UUID user) {
    return server.post("/v1/sessions", "{\"userId\": \"%s\", \"kind\": \"web\"}".formatted(user));
  }

  @Test
  void whoAreClosedAreNotSuspended() {
    var user = server.user();
    move(user, "suspend").expect(200);
    move(user, "close").expect(200);
    move(user, "suspend").expectProblem(409, "status_conflict");
    move(user, "reactivate").expect(200);
    assertThat(Reply.each(audit(user), "action"))
        .containsSubsequence("user.reactivated", "user.closed", "user.suspended");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "suspend|{}",
        "close|{}",
        "suspend|{\"reason\": \"\"}",
        "close|{\"reason\": 1}",
        "reactivate|{\"reason\": \"\"}"
      })
  void areNotMovedWithoutAReason(String word, String body) {
    var user = server.user();
    var reply = server.post("/v1/users/" + user + "/" + word, body);
    assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo("reason");
    assertThat(server.get("/v1/users/" + user).at("status")).isEqualTo("active");
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspend", "reactivate", "close"})
  void whoAreNotThereAreNotMoved(String word) {
    move(UUID.randomUUID(), word).expectProblem(404, "user_not_found");
    server.post("/v1/users/x/" + word, "{}").expectProblem(404, "user_not_found");
  }

  @Test
  void areListedByPagesAndFoundByHowTheirAddressBegins() {
    for (int i = 0; i < 5; i++) server.userCalled("list_%d@example.com".formatted(i));
    server.userCalled("listx0@example.com");
    var seen = new HashSet<String>();
    var path = "/v1/users?emailPrefix=LIST_&limit=2";
    var page = server.get(path).expect(200);
    int pages = 1;
    while (!page.json().path("nextCursor").isNull()) {
      seen.addAll(Reply.each(page.json().path("users"), "email"));
      page = server.get(path + "&cursor=" + page.at("nextCursor")).expect(200);
      pages++;
    }
    seen.addAll(Reply.each(page.json().path("users"), "email"));
    assertThat(pages).isEqualTo(3);
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "list_0@example.com",
            "list_1@example.com",
            "list_2@example.com",
            "list_3@example.com",
            "list_4@example.com");
    assertThat(server.get("/v1/users?emailPrefix=%25").expect(200).json().path("users")).isEmpty();
    assertThat(server.get("/v1/users?limit=3").expect(200).json().path("users")).hasSize(3);
    server.get("/v1/users?limit=0").expectProblem(422, "field_invalid");
    server.get("/v1/users?cursor=x").expectProblem(422, "field_invalid");
  }

  @Test
  void noSessionSurvivesASuspensionThatRacesWithSignIns() throws Exception {
    for (int round = 0; round < 5; round++) {
      var user = server.user();
      var work = new ArrayList<Callable<Reply>>();
      for (int i = 0; i < 20; i++) work.add(() -> signIn(user));
      work.add(work.size() / 2, () -> move(user, "suspend"));
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var replies = new ArrayList<Reply>();
        for (var done : executor.invokeAll(work)) replies.add(done.get());
        for (var reply : replies) {
          if (reply.status() == 201) assertThat(server.accepts(reply.at("token"))).isFalse();
        }
        server.post("/v1/users/" + user + "/reactivate", "").expect(200);
        for (var reply : replies) {
          if (reply.status() == 201) assertThat(server.accepts(reply.at("token"))).isFalse();
        }
      }
    }
  }
}
