package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A redemption whose connection to the database dies at each of its statements, and at the commit.
class DeviceLoginFaultsTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  /// The limit on logins that begin is not what is tested.
  @BeforeEach
  void waitForTries() {
    server.clock().set(server.clock().in(Duration.ofMinutes(10)));
  }

  /// Kills the connection that it runs on.
  private static final String DIE =
      """
      CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $die$
      BEGIN
          PERFORM pg_terminate_backend(pg_backend_pid());
          PERFORM pg_sleep(0.001);
          RETURN NEW;
      END
      $die$
      """;

  private static void dieAt(String timing, String table) {
    server.run(DIE);
    var kind = timing.startsWith("COMMIT") ? "CONSTRAINT TRIGGER" : "TRIGGER";
    var when = timing.replace("COMMIT", "AFTER");
    var deferred = timing.startsWith("COMMIT") ? "DEFERRABLE INITIALLY DEFERRED" : "";
    server.run(
        "CREATE %s dies %s ON tally.%s %s FOR EACH ROW EXECUTE FUNCTION die()"
            .formatted(kind, when, table, deferred));
  }

  @AfterEach
  void live() {
    server.run("DROP FUNCTION IF EXISTS die() CASCADE");
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE UPDATE OF last_polled_at, login_requests",
    "AFTER UPDATE OF last_polled_at, login_requests",
    "BEFORE INSERT, fingerprints",
    "AFTER INSERT, fingerprint_users",
    "BEFORE INSERT, sessions",
    "AFTER INSERT, sessions",
    "BEFORE UPDATE OF status, login_requests",
    "AFTER UPDATE OF status, login_requests",
    "COMMIT UPDATE, login_requests",
    "COMMIT INSERT, sessions"
  })
  void leavesTheLoginRedeemable(String timing, String table) {
    var user = server.user();
    var body =
        Reply.parse("{\"label\":\"x\",\"fingerprintId\":\"%s\"}".formatted(UUID.randomUUID()));
    var login = TestingLogin.start(server, body.deepCopy());
    login.approve(user).expect(200);
    dieAt(timing, table);
    login.poll().expectProblem(503, "database_unavailable");
    assertThat(rows(user)).isZero();
    live();
    var issued = login.poll().expect(200);
    assertThat(server.accepts(issued.at("access_token"))).isTrue();
    assertThat(rows(user)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE UPDATE OF last_polled_at, login_requests",
    "BEFORE UPDATE OF secret_hash, sessions",
    "AFTER UPDATE OF secret_hash, sessions",
    "COMMIT UPDATE, sessions"
  })
  void leavesTheTokenBeforeAsGoodAsItWas(String timing, String table) {
    var user = server.user();
    var login = TestingLogin.start(server);
    login.approve(user).expect(200);
    var first = login.poll().expect(200).at("access_token");
    dieAt(timing, table);
    login.pollLater().expectProblem(503, "database_unavailable");
    assertThat(server.accepts(first)).isTrue();
    live();
    var second = login.poll().expect(200).at("access_token");
    assertThat(server.accepts(second)).isTrue();
    assertThat(server.accepts(first)).isFalse();
  }

  @Test
  void anApprovalThatDiedCanBeGivenAgain() {
    var user = server.user();
    var login = TestingLogin.startPasted(server);
    dieAt("COMMIT UPDATE", "login_requests");
    login.approve(user).expectProblem(503, "database_unavailable");
    live();
    assertThat(login.find(user).expect(200).at("status")).isEqualTo("pending");
    var pasteCode = login.approve(user).expect(200).at("pasteCode");
    login.poll(pasteCode).expect(200);
  }

  private static long rows(UUID user) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query("SELECT count(*) FROM tally.sessions WHERE user_id = :user")
                    .bind("user", user)
                    .mapTo(Long.class)
                    .one());
  }
}
