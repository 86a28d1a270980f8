package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every change leaves a line of who made it.
class AuditOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static List<String> lines(UUID user) {
    return server
        .database()
        .inTransaction(tx -> tx.query(LINES).bind("user", user).mapTo(String.class).list());
  }

  private static final String LINES =
      """
      SELECT concat_ws(' ', regexp_replace(actor, '[0-9a-f-]{36}', '…', 'g'), action,
                       split_part(subject, ':', 1), details)
        FROM tally.audit_log WHERE user_id = :user ORDER BY id
      """;

  @Test
  void hasALineForEachChangeAndNoneForAReplay() {
    var user = server.user();
    var grant = TestingServer.grantOf("order-1", "purchase", "12.5");
    server.grant(user, grant).expect(201);
    server.grant(user, grant).expect(200);
    var first = server.signIn(user, "web");
    var second = server.signIn(user, "cli");
    server.as(first.at("token"), "DELETE", "/v1/sessions/" + second.at("id")).expect(200);
    server.as(first.at("token"), "DELETE", "/v1/sessions/" + second.at("id")).expect(200);
    server.post("/v1/users/" + user + "/sessions/revoke-all", "").expect(200);
    assertThat(lines(user))
        .containsExactly(
            "key:… user.created user {}",
            "key:… grant.given grant {\"type\": \"purchase\", \"credits\": \"12.5\", \"operationId\": \"order-1\"}",
            "key:… session.opened session {\"kind\": \"web\"}",
            "key:… session.opened session {\"kind\": \"cli\"}",
            "user:…/session:… session.revoked session {\"reason\": \"signed_out\"}",
            "key:… session.revoked_all user {\"sessions\": \"1\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE tally.audit_log SET actor = 'nobody'",
        "DELETE FROM tally.audit_log",
        "TRUNCATE tally.audit_log"
      })
  void isOnlyEverAddedTo(String change) {
    server.user();
    assertThatThrownBy(() -> server.run(change)).hasMessageContaining("audit_log refuses");
  }

  @Test
  void isReadByUserAndBySubjectPageByPage() {
    var user = server.user();
    var session = server.signIn(user, "web");
    server.grant(user, "one", "1");
    var path = "/v1/audit?limit=2&userId=" + user;
    var first = server.get(path).expect(200);
    assertThat(Reply.each(first.json().path("lines"), "action"))
        .containsExactly("grant.given", "session.opened");
    var second = server.get(path + "&cursor=" + first.at("nextCursor")).expect(200);
    assertThat(Reply.each(second.json().path("lines"), "action")).containsExactly("user.created");
    assertThat(second.json().path("nextCursor").isNull()).isTrue();
    var ofSession = server.get("/v1/audit?subject=session:" + session.at("id")).expect(200);
    assertThat(Reply.each(ofSession.json().path("lines"), "userId"))
        .containsExactly(user.toString());
    server.get("/v1/audit?cursor=x").expectProblem(422, "field_invalid");
    server.get("/v1/audit?userId=x").expectProblem(422, "field_invalid");
    server.get("/v1/audit?actor=x").expectProblem(422, "field_unknown");
  }

  /// The one change there is: what is personal goes with its user, and nothing else does.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "details = '{}', actor = 'nobody'",
        "details = '{}', at = at + interval '1 s'",
        "details = '{}', user_id = NULL",
        "details = '{\"name.new\": \"Eve\"}'",
        "details = details || '{\"more\": \"x\"}'"
      })
  void losesOnlyDetailsOfWhoIsDeleted(String change) {
    var user = server.user();
    var where = " WHERE user_id = '%s'".formatted(user);
    server.run(
        "INSERT INTO tally.audit_log (actor, action, user_id, subject, details) VALUES ('operator', 'user.changed', '%s', 'user:x', '{\"name.new\": \"Ada\"}')"
            .formatted(user));
    assertThatThrownBy(() -> server.run("UPDATE tally.audit_log SET details = '{}'" + where))
        .hasMessageContaining("audit_log refuses");
    server.send(server.request("/v1/users/" + user).DELETE()).expect(200);
    server.run("UPDATE tally.audit_log SET details = '{}'" + where);
    assertThatThrownBy(() -> server.run("UPDATE tally.audit_log SET " + change + where))
        .hasMessageContaining("audit_log refuses");
  }
}
