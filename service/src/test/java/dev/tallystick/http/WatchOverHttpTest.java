package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.account.ServiceKey.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class WatchOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private static void run(String sql) {
    server.database().useTransaction(tx -> tx.update(sql).execute());
  }

  private static long count(String sql) {
    return server.database().inTransaction(tx -> tx.query(sql).mapTo(Long.class).one());
  }

  /// The next change of a user: a table's feed is shared, and may still tell of earlier tests.
  private static JsonNode nextOf(UUID user, EventStream stream) throws IOException {
    while (true) {
      var event = stream.next();
      assertThat(event.isMissingNode()).as("the stream has ended").isFalse();
      if (event.at("/row/id").asText().equals(user.toString())) return event;
    }
  }

  @Test
  void showsWhatIsCommitted() throws Exception {
    try (var stream = EventStream.watch(server, "table=users")) {
      assertThat(stream.next().path("by").asText()).isEqualTo("replication");
      var user = server.user();
      var insert = nextOf(user, stream);
      assertThat(insert.path("kind").asText()).isEqualTo("insert");
      assertThat(insert.path("table").asText()).isEqualTo("tally.users");
      assertThat(insert.at("/row/id").asText()).isEqualTo(user.toString());
      run("UPDATE tally.users SET status = 'suspended' WHERE id = '%s'".formatted(user));
      var update = nextOf(user, stream);
      assertThat(update.at("/changed/status/old").asText()).isEqualTo("active");
      assertThat(update.at("/changed/status/new").asText()).isEqualTo("suspended");
      assertThat(update.path("changed")).hasSize(1);
    }
  }

  @Test
  void followsSeveralTablesAndShowsTheColumnsAskedFor() throws Exception {
    var user = server.userWith("1");
    try (var stream =
        EventStream.watch(server, "table=users,credit_grants&columns=principal,status")) {
      stream.next("started");
      stream.next("started");
      run("UPDATE tally.users SET name = 'Ada' WHERE id = '%s'".formatted(user));
      run("UPDATE tally.users SET status = 'closed' WHERE id = '%s'".formatted(user));
      assertThat(nextOf(user, stream).path("changed").properties())
          .extracting(java.util.Map.Entry::getKey)
          .containsExactly("status");
      server.grant(user, "more", "2");
      var grant = stream.next("insert");
      assertThat(grant.at("/row/principal").asText()).isEqualTo("2.000000");
      assertThat(grant.path("row").has("type")).isFalse();
      run("UPDATE tally.users SET status = 'active' WHERE id = '%s'".formatted(user));
    }
  }

  @Test
  void endsWithItsKey() throws Exception {
    var key = server.newKey(Scope.WATCH);
    try (var stream = EventStream.watch(server, key, "table=users")) {
      stream.next("started");
      var id = key.substring("tk_".length(), key.indexOf('.'));
      run("UPDATE tally.service_keys SET revoked_at = now() WHERE id = '%s'".formatted(id));
      eventually("it is refused", () -> server.as(key, "GET", "/v1/watch").status() == 401);
      var _ = server.user();
      assertThat(stream.next().isMissingNode()).isTrue();
    }
  }

  @Test
  void neverSendsSecretsOrHashes() throws Exception {
    var read = new ArrayList<String>();
    try (var stream = EventStream.watch(server, "table=service_keys")) {
      stream.next("started");
      var _ = server.newKey(Scope.READ);
      var row = stream.next("insert").path("row");
      row.fieldNames().forEachRemaining(read::add);
    }
    assertThat(read).contains("id", "name", "scopes").doesNotContain("secret_hash");
    server
        .get("/v1/watch?table=service_keys&columns=secret_hash")
        .expectProblem(422, "field_invalid");
    // Whatever is kept as bytes is a hash, but for what a library wants to have.
    var bytes = server.database().inTransaction(tx -> tx.query(BYTES).mapTo(String.class).list());
    assertThat(bytes)
        .contains(TASK_DATA)
        .allMatch(column -> column.contains("hash") || column.equals(TASK_DATA));
    server
        .get("/v1/watch?table=scheduled_tasks&columns=" + TASK_DATA)
        .expectProblem(422, "field_invalid");
  }

  private static final String TASK_DATA = "task_data";

  private static final String BYTES =
      """
      SELECT column_name FROM information_schema.columns
       WHERE table_schema = 'tally' AND data_type = 'bytea'
      """;

  @Test
  void saysHowMuchASlowClientMissed() throws Exception {
    try (var stream = EventStream.watch(server, "table=users")) {
      stream.next("started");
      long rows = 60_000;
      run(
          """
          INSERT INTO tally.users (id, name)
          SELECT gen_random_uuid(), repeat('x', 200) FROM generate_series(1, %d)
          """
              .formatted(rows));
      var end = server.database().inTransaction(tx -> tx.query(END).mapTo(String.class).one());
      eventually("all of it is decoded", () -> count(IS_DECODED.formatted(end)) == 1);
      long seen = 0;
      long missed = 0;
      while (seen + missed < rows) {
        var event = stream.next();
        if (event.path("kind").asText().equals("gap"))
          missed += event.at("/missed/insert").asLong();
        else if (event.path("kind").asText().equals("insert")) seen++;
      }
      assertThat(seen + missed).isEqualTo(rows);
      assertThat(missed).isPositive();
    } finally {
      // They have no accounts, as every user must.
      run("DELETE FROM tally.users WHERE name LIKE 'xxx%'");
    }
  }

  private static final String END =
      """
      SELECT pg_current_wal_insert_lsn()::text
      """;

  private static final String IS_DECODED =
      """
      SELECT count(*) FROM pg_replication_slots
       WHERE database = current_database() AND confirmed_flush_lsn >= '%s'::pg_lsn
      """;

  @Test
  void needsTheScope() {
    var request =
        server
            .request("/v1/watch?table=users")
            .setHeader("Authorization", "Bearer " + server.newKey(Scope.READ, Scope.WRITE));
    server.send(request).expectProblem(403, "scope_missing");
  }

  @Test
  void refusesWhatIsNotThere() {
    var unknown = server.get("/v1/watch?table=nothing").expectProblem(422, "field_invalid");
    assertThat(unknown.at("detail")).contains("there is no table nothing; there are", "users");
    assertThat(unknown.at("field")).isEqualTo("table");
    server.get("/v1/watch").expectProblem(422, "field_invalid");
    server.get("/v1/watch?table=").expectProblem(422, "field_invalid");
    server.get("/v1/watch?table=pg_class").expectProblem(422, "field_invalid");
    server.get("/v1/watch?table=users;drop").expectProblem(422, "field_invalid");
    server.get("/v1/watch?table=users&columns=x").expectProblem(422, "field_invalid");
    server.get("/v1/watch?table=users&where=true").expectProblem(422, "field_unknown");
    server
        .get("/v1/watch?table=users,messages,prices,credit_grants,credit_entries")
        .expectProblem(503, "watch_full");
  }

  private static final String SLOTS =
      """
      SELECT (SELECT count(*) FROM pg_replication_slots WHERE database = current_database())
           + (SELECT count(*) FROM pg_publication)
      """;

  @Test
  void sharesOneSlotForATableAndLeavesNoneBehind() throws Exception {
    try (var first = EventStream.watch(server, "table=credit_accounts");
        var second = EventStream.watch(server, "table=credit_accounts")) {
      first.next("started");
      second.next("started");
      eventually("one slot and one publication", () -> count(SLOTS) == 2);
    }
    // A client that is gone is noticed when the next thing is sent to it.
    eventually(
        "nothing is left",
        () -> {
          server.userWith("1");
          return count(SLOTS) == 0;
        });
  }

  @Test
  void endsWhenTheServerStops() throws Exception {
    var other = server.another();
    try (var stream = EventStream.watch(other, "table=users")) {
      stream.next("started");
      other.close();
      assertThat(stream.next("ended").path("why").asText()).contains("stopping");
      assertThat(stream.next().isMissingNode()).isTrue();
    }
  }
}
