package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Users who are deleted: nothing personal is left, and the books are whole.
class UserDeletionOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static Reply delete(UUID user) {
    return server.send(server.request("/v1/users/" + user).DELETE());
  }

  private static Reply move(UUID user, String word) {
    return server.post("/v1/users/" + user + "/" + word, "{\"reason\": \"because of Ada\"}");
  }

  private static JsonNode audit(UUID user) {
    return server.get("/v1/audit?userId=" + user).expect(200).json().path("lines");
  }

  private static Reply signIn(UUID user) {
    return server.post("/v1/sessions", "{\"userId\": \"%s\", \"kind\": \"web\"}".formatted(user));
  }

  @Test
  void whoAreDeletedLeaveNothingButTheBooks() {
    var mark = "mark-" + UUID.randomUUID();
    var user = server.userCalled(mark + "@example.com");
    server.grant(user, "start", "100");
    var session =
        "{\"userId\": \"%s\", \"kind\": \"cli\", \"label\": \"%s\", \"fingerprintId\": \"device-of-%s\"}";
    var token = server.post("/v1/sessions", session.formatted(user, mark, mark)).expect(201);
    var call = Calls.call(user);
    call.putArray("request").addObject().put("role", "user").put("content", "I am " + mark);
    call.put("response", "Hello " + mark);
    server.post("/v1/messages", call).expect(201);
    server.patch(user, "{\"name\": \"%s\"}".formatted(mark)).expect(200);
    move(user, "suspend").expect(200);
    var balance = server.balance(user).json();
    assertThat(rowsWith(mark)).isNotEmpty();

    var deleted = delete(user).expect(200);
    assertThat(deleted.at("status")).isEqualTo("deleted");
    assertThat(deleted.at("email")).isEqualTo("null");
    assertThat(server.accepts(token.at("token"))).isFalse();
    assertThat(server.balance(user).json()).isEqualTo(balance);
    assertThat(server.get("/v1/users/" + user + "/entries").expect(200).json().path("entries"))
        .hasSize(1);
    // The device's own id says nothing of whose it was.
    eventually("nothing is left", () -> rowsWith(mark).equals(List.of("fingerprints")));
    assertThat(Reply.each(audit(user), "action"))
        .startsWith("user.deleted")
        .contains("user.suspended", "user.changed");
    assertThat(delete(user).expect(200).json()).isEqualTo(deleted.json());
    server.userCalled(mark + "@example.com");
  }

  /// Tables of ours with a row that holds a text anywhere.
  private static List<String> rowsWith(String mark) {
    return server
        .database()
        .inTransaction(
            tx -> {
              var found = new ArrayList<String>();
              for (var table : tx.query(TABLES).mapTo(String.class).list()) {
                var sql =
                    "SELECT EXISTS (SELECT FROM tally.%s t WHERE t::text LIKE '%%' || :mark || '%%')"
                        .formatted(table);
                if (tx.query(sql).bind("mark", mark).mapTo(Boolean.class).one()) found.add(table);
              }
              return found;
            });
  }

  private static final String TABLES =
      """
      SELECT tablename FROM pg_tables WHERE schemaname = 'tally' ORDER BY tablename
      """;

  @Test
  void whoAreDeletedAnswerThatTheyAre() {
    var user = server.user();
    delete(user).expect(200);
    server.patch(user, "{\"name\": \"x\"}").expectProblem(410, "user_deleted");
    for (var word : new String[] {"suspend", "reactivate", "close"}) {
      move(user, word).expectProblem(410, "user_deleted");
    }
    server.grant(user, TestingServer.grantOf("g", "free", "1")).expectProblem(410, "user_deleted");
    server.get("/v1/users/" + user + "/export").expectProblem(410, "user_deleted");
    server.post("/v1/users", "{\"id\": \"%s\"}".formatted(user)).expectProblem(410, "user_deleted");
    signIn(user).expectProblem(409, "user_inactive");
    delete(UUID.randomUUID()).expectProblem(404, "user_not_found");
    assertThat(server.get("/v1/users/" + user).expect(200).at("status")).isEqualTo("deleted");
  }

  @Test
  void whoAreDeletedAreChargedForCallsAlreadyMadeOfWhichNothingSaidIsKept() {
    var user = server.userWith("100");
    delete(user).expect(200);
    var call = Calls.call(user);
    assertThat(server.post("/v1/messages", call).expect(201).at("credits")).isEqualTo("2.60277");
    assertThat(server.balance(user).at("available")).isEqualTo("97.39723");
    var stored = server.get("/v1/messages/" + call.path("id").asText()).expect(200);
    assertThat(stored.json().path("request").isNull()).isTrue();
    assertThat(stored.json().path("response").isNull()).isTrue();
    assertThat(server.post("/v1/messages", call).expect(200).at("replayed")).isEqualTo("true");
    call.put("latencyMs", 1);
    server.post("/v1/messages", call).expectProblem(409, "id_reused");
  }

  /// Who deletes an account and makes another is not new on the device.
  @Test
  void whoAreDeletedAreStillKnownToHaveUsedTheirDevice() {
    var body = "{\"userId\": \"%s\", \"kind\": \"cli\", \"fingerprintId\": \"burnt-once\"}";
    var user = server.user();
    var first = server.post("/v1/sessions", body.formatted(user)).expect(201);
    assertThat(first.at("deviceOutcome")).isEqualTo("allow");
    delete(user).expect(200);
    var second = server.post("/v1/sessions", body.formatted(server.user())).expect(201);
    assertThat(second.at("deviceOutcome")).isEqualTo("deny_new_free_grant");
  }

  @Test
  void everyMessageThatRacesWithADeletionIsChargedAndKeepsNoBodies() throws Exception {
    for (int round = 0; round < 5; round++) {
      var user = server.userWith("1000");
      var work = new ArrayList<Callable<Reply>>();
      for (int i = 0; i < 20; i++) {
        var call = Calls.call(user);
        work.add(() -> server.post("/v1/messages", call));
      }
      work.add(work.size() / 2, () -> delete(user));
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var done : executor.invokeAll(work)) {
          assertThat(done.get().status()).isIn(200, 201);
        }
      }
      assertThat(server.balance(user).at("available")).isEqualTo("947.9446");
      eventually("no bodies are left", () -> count(BODIES, user) == 0);
    }
  }

  private static final String BODIES =
      """
      SELECT count(*) FROM tally.messages
       WHERE user_id = :user
         AND (request IS NOT NULL OR response IS NOT NULL OR last_message IS NOT NULL
              OR usage <> '{}')
      """;

  private static long count(String sql, UUID user) {
    return server
        .database()
        .inTransaction(tx -> tx.query(sql).bind("user", user).mapTo(Long.class).one());
  }

  /// As if the process had died there: wherever it fails, nothing of the deletion is left.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name   | statement | table                   | when
          sessions | UPDATE    | tally.sessions          | true
          device   | DELETE    | tally.fingerprint_users | true
          outlived | UPDATE    | tally.fingerprints      | true
          networks | DELETE    | tally.user_networks     | true
          cards    | DELETE    | tally.user_cards        | true
          traces   | INSERT    | tally.erased_cards      | true
          redeemed | UPDATE    | tally.referrals         | true
          address  | INSERT    | tally.erased_emails     | true
          identity | UPDATE    | tally.identities        | true
          tries    | DELETE    | tally.login_tries       | true
          books    | UPDATE    | tally.credit_accounts   | true
          user     | UPDATE    | tally.users             | NEW.status = 'deleted'
          line     | INSERT    | tally.audit_log         | NEW.action = 'user.deleted'
          details  | UPDATE    | tally.audit_log         | true
          """)
  void aDeletionThatFailsAnywhereDidNotHappen(
      String name, String statement, String table, String when) {
    var user = server.userCalled("whole-" + name + "@example.com");
    // So that there are details to erase.
    server.patch(user, "{\"name\": \"Ada B.\", \"emailVerified\": true}").expect(200);
    var redemption = "{\"code\": \"%s\", \"userId\": \"%s\", \"fingerprintId\": \"redeemed-%s\"}";
    var code = server.get("/v1/users/" + server.user()).at("referralCode");
    server.post("/v1/referrals", redemption.formatted(code, user, name)).expect(201);
    var body =
        "{\"userId\": \"%s\", \"kind\": \"web\", \"label\": \"l\", \"fingerprintId\": \"of-%s\","
            + " \"clientAddress\": \"203.0.113.7\"}";
    var token = server.post("/v1/sessions", body.formatted(user, name)).expect(201).at("token");
    server.run(IDENTITY.formatted(user, name));
    server.run(TRIES.formatted(user));
    server.run(CARD.formatted(user, name));
    var before = everything(user);
    server.run(
        """
        CREATE TRIGGER broken BEFORE %s ON %s FOR EACH ROW WHEN (%s)
        EXECUTE FUNCTION tally.refuse_change()
        """
            .formatted(statement, table, when));
    try {
      delete(user).expectProblem(500, "internal");
    } finally {
      server.run("DROP TRIGGER broken ON " + table);
    }
    assertThat(everything(user)).isEqualTo(before);
    assertThat(server.accepts(token)).isTrue();
    delete(user).expect(200);
    assertThat(server.accepts(token)).isFalse();
    assertThat(everything(user)).doesNotContain("Ada", "example.com", "at-" + name);
  }

  private static final String IDENTITY =
      """
      INSERT INTO tally.identities (user_id, id, provider, provider_account_id, account_hash, email,
                                    email_verified)
      VALUES ('%1$s', gen_random_uuid(), 'https://id.example', 'at-%2$s', sha256('%2$s'),
              '%2$s@example.com', true)
      """;

  private static final String TRIES =
      """
      INSERT INTO tally.login_tries (user_id, wrong, since) VALUES ('%s', 1, now())
      """;

  private static final String CARD =
      """
      INSERT INTO tally.user_cards (user_id, card_fingerprint) VALUES ('%s', 'card of Ada %s')
      """;

  private static String everything(UUID user) {
    return server
        .database()
        .inTransaction(tx -> tx.query(EVERYTHING).bind("user", user).mapTo(String.class).one());
  }

  private static final String EVERYTHING =
      """
      SELECT concat(
          (SELECT u::text FROM tally.users u WHERE id = :user),
          (SELECT string_agg(s::text, ' ' ORDER BY id) FROM tally.sessions s WHERE user_id = :user),
          (SELECT string_agg(f::text, ' ') FROM tally.fingerprint_users f WHERE user_id = :user),
          (SELECT string_agg(n::text, ' ') FROM tally.user_networks n WHERE user_id = :user),
          (SELECT string_agg(c::text, ' ') FROM tally.user_cards c WHERE user_id = :user),
          (SELECT string_agg(i::text, ' ') FROM tally.identities i WHERE user_id = :user),
          (SELECT string_agg(t::text, ' ') FROM tally.login_tries t WHERE user_id = :user),
          (SELECT a::text FROM tally.credit_accounts a WHERE user_id = :user),
          (SELECT r::text FROM tally.referrals r WHERE referred_id = :user),
          (SELECT count(*) FROM tally.erased_emails), ' ', (SELECT count(*) FROM tally.erased_cards),
          (SELECT string_agg(l::text, ' ' ORDER BY id) FROM tally.audit_log l
            WHERE user_id = :user))
      """;

  /// A table that is added has to be thought of: does it hold what is personal?
  @Test
  void everyTableOfUsersIsKnownToDeletionAndExport() {
    var tables =
        server
            .database()
            .inTransaction(
                tx ->
                    tx.query(
                            """
                            SELECT table_name FROM information_schema.columns
                             WHERE table_schema = 'tally' AND column_name = 'user_id'
                             ORDER BY table_name
                            """)
                        .mapTo(String.class)
                        .list());
    assertThat(tables)
        .as("erase what is personal in Lifecycle.delete, and show it in Export")
        .containsExactly(
            "alerts",
            "audit_log",
            "auto_top_ups",
            "checkouts",
            "credit_accounts",
            "credit_entries",
            "credit_grants",
            "credit_reversals",
            "fingerprint_users",
            "identities",
            "login_requests",
            "login_tries",
            "messages",
            "reconciliation_differences",
            "session_refreshes",
            "sessions",
            "staff",
            "stripe_customers",
            "stripe_invoices",
            "stripe_payments",
            "stripe_subscriptions",
            "top_ups",
            "usage_daily",
            "user_cards",
            "user_networks");
  }
}
