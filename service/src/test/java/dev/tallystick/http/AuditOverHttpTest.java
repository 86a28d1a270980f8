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
            "user:…/session:… session.revoked session {}",
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
}
