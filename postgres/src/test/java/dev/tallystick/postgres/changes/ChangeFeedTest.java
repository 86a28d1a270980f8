package dev.tallystick.postgres.changes;

import static dev.tallystick.postgres.changes.TestingFeed.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.postgres.OlderPostgres;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every change is seen once, in order, with what it changed, and nothing is left behind.
final class ChangeFeedTest {
  private static final String ITEMS =
      """
      CREATE TABLE items (id integer PRIMARY KEY, name text, note text, length integer
          GENERATED ALWAYS AS (length(name)) STORED)
      """;

  /// On the embedded server and on the oldest that is supported.
  abstract static class OnAServer {
    abstract DatabaseUrl freshDatabase() throws SQLException;

    /// Generated columns are sent from PostgreSQL 18 on.
    abstract boolean sendsGenerated();

    private DatabaseUrl withItems(String... statements) throws SQLException {
      var url = freshDatabase();
      run(url, ITEMS);
      run(url, statements);
      return url;
    }

    private String length(int length) {
      return sendsGenerated() ? "," + length : "";
    }

    @Test
    void seesInsertUpdateDeleteAndTruncate() throws Exception {
      var url = withItems();
      try (var feed = TestingFeed.of(url, "items")) {
        run(
            url,
            "INSERT INTO items VALUES (1, 'pen', NULL)",
            "UPDATE items SET name = 'pens' WHERE id = 1",
            "UPDATE items SET id = 2",
            "DELETE FROM items",
            "TRUNCATE items");
        assertThat(feed.changes(5))
            .containsExactly(
                "items +1,pen,∅" + length(3),
                "items ~1,pen,∅" + length(3) + " → 1,pens,∅" + length(4),
                "items ~1,pens,∅" + length(4) + " → 2,pens,∅" + length(4),
                "items -2,pens,∅" + length(4),
                "items truncated");
      }
    }

    @Test
    void knowsTheRowsThatWereThereBefore() throws Exception {
      var url = withItems("INSERT INTO items VALUES (1, 'pen', 'blue')");
      try (var feed = TestingFeed.of(url, "items")) {
        run(url, "UPDATE items SET note = 'red'", "DELETE FROM items");
        assertThat(feed.changes(2))
            .containsExactly(
                "items ~1,pen,blue" + length(3) + " → 1,pen,red" + length(3),
                "items -1,pen,red" + length(3));
      }
    }

    @Test
    void keepsALargeValueThatAnUpdateLeftAlone() throws Exception {
      // Random, because what compresses well is not kept apart.
      var large = "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 400) AS i)";
      var url = withItems("INSERT INTO items VALUES (1, 'pen', " + large + ")");
      try (var feed = TestingFeed.of(url, "items")) {
        run(url, "UPDATE items SET name = 'ink'");
        assertThat(feed.changes(1))
            .containsExactly("items ~1,pen,<12800>" + length(3) + " → 1,ink,<12800>" + length(3));
      }
    }

    @Test
    void seesOnlyInsertsWhereRowsHaveNoKeyAndDoesNotBreakTheirUpdates() throws Exception {
      var url = freshDatabase();
      run(url, "CREATE TABLE log (line text)");
      try (var feed = TestingFeed.of(url, "log")) {
        assertThat(feed.notes())
            .containsExactly(
                "public.log has no primary key or replica identity: only its inserts are seen");
        run(
            url,
            "INSERT INTO log VALUES ('a')",
            "UPDATE log SET line = 'b'",
            "DELETE FROM log",
            "INSERT INTO log VALUES ('c')");
        assertThat(feed.changes(2)).containsExactly("log +a", "log +c");
      }
    }

    @Test
    void takesOldRowsFromAFullReplicaIdentity() throws Exception {
      var url = freshDatabase();
      run(url, "CREATE TABLE pairs (a int, b int)", "ALTER TABLE pairs REPLICA IDENTITY FULL");
      run(url, "INSERT INTO pairs VALUES (1, 1)");
      try (var feed = TestingFeed.of(url, "pairs")) {
        run(url, "UPDATE pairs SET b = 2", "DELETE FROM pairs");
        assertThat(feed.changes(2)).containsExactly("pairs ~1,1 → 1,2", "pairs -1,2");
      }
    }

    @Test
    void seesPartitionsAsTheirTable() throws Exception {
      var url = freshDatabase();
      run(
          url,
          "CREATE TABLE parts (id int PRIMARY KEY, n int) PARTITION BY RANGE (id)",
          "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10)",
          "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20)");
      try (var feed = TestingFeed.of(url, "parts")) {
        run(url, "INSERT INTO parts VALUES (1, 1), (11, 1)", "UPDATE parts SET n = 2 WHERE id = 1");
        assertThat(feed.changes(3))
            .containsExactly("parts +1,1", "parts +11,1", "parts ~1,1 → 1,2");
      }
    }

    @Test
    void followsSeveralTablesInTheOrderOfCommits() throws Exception {
      var url = withItems("CREATE TABLE other (id int PRIMARY KEY)");
      try (var feed = TestingFeed.of(url, "items", "other")) {
        try (var first = url.connect(Map.of());
            var second = url.connect(Map.of())) {
          first.setAutoCommit(false);
          Session.run(first, "INSERT INTO items VALUES (1, 'late', NULL)");
          Session.run(second, "INSERT INTO other VALUES (1)");
          first.commit();
        }
        assertThat(feed.changes(2)).containsExactly("other +1", "items +1,late,∅" + length(4));
      }
    }

    @Test
    void seesNothingOfWhatIsRolledBack() throws Exception {
      var url = withItems();
      try (var feed = TestingFeed.of(url, "items")) {
        run(
            url,
            "BEGIN",
            "INSERT INTO items VALUES (1, 'a', NULL)",
            "ROLLBACK",
            "INSERT INTO items VALUES (2, 'b', NULL)");
        assertThat(feed.changes(1)).containsExactly("items +2,b,∅" + length(1));
      }
    }

    @Test
    void goesOnWhenATableIsAltered() throws Exception {
      var url = freshDatabase();
      run(url, "CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
      try (var feed = TestingFeed.of(url, "t")) {
        run(
            url,
            "ALTER TABLE t ADD COLUMN n int DEFAULT 7",
            "UPDATE t SET n = 8 WHERE id = 1",
            "UPDATE t SET n = 9 WHERE id = 1");
        assertThat(feed.changes(2)).containsExactly("t ~1,? → 1,8", "t ~1,8 → 1,9");
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            # condition               | seen of: +1 pen 5, +2 ink 50, 2 to 500, 1 to 7, -2
            n > 40                    | +2,ink,50  ~2,ink,50 → 2,ink,500  -2,ink,500
            items.name = 'pen'        | +1,pen,5  ~1,pen,5 → 1,pen,7
            n = 5                     | +1,pen,5  ~1,pen,5 → 1,pen,7
            tags ? 'x' AND n < 100    | +2,ink,50  ~2,ink,50 → 2,ink,500
            id IN (SELECT 2)          | +2,ink,50  ~2,ink,50 → 2,ink,500  -2,ink,500
            """)
    void showsRowsThatMeetACondition(String condition, String expected) throws Exception {
      var url = freshDatabase();
      run(url, "CREATE TABLE items (id int PRIMARY KEY, name text, n int, tags jsonb)");
      try (var feed = TestingFeed.where(url, condition, "items")) {
        run(
            url,
            "INSERT INTO items VALUES (1, 'pen', 5, '{\"it''s\": \"a \\\\ \\\"q\\\"\"}'), (2, 'ink', 50, '{\"x\": 1}')",
            "UPDATE items SET n = 500 WHERE id = 2",
            "UPDATE items SET n = 7 WHERE id = 1",
            "DELETE FROM items WHERE id = 2");
        var lines = expected.split("  ", -1);
        assertThat(feed.changes(lines.length))
            .extracting(line -> line.replaceAll("^items |,\\{[^}]*}", ""))
            .containsExactly(lines);
      }
    }

    @Test
    void showsTheColumnsThatAreAskedForAndTheKey() throws Exception {
      var url = withItems("INSERT INTO items VALUES (1, 'pen', 'blue')");
      try (var feed = TestingFeed.showing(url, new Columns.Only(Set.of("note")), "items")) {
        run(
            url,
            "UPDATE items SET name = 'ink'",
            "UPDATE items SET note = 'red'",
            "INSERT INTO items VALUES (2, 'x', 'y')");
        assertThat(feed.changes(2)).containsExactly("items ~1,blue → 1,red", "items +2,y");
      }
    }

    @Test
    void withholdsWhatMustNotBeShown() throws Exception {
      var url = withItems("INSERT INTO items VALUES (1, 'pen', 'blue')");
      var columns = new Columns.Except(name -> name.equals("name") || name.equals("length"));
      try (var feed = TestingFeed.showing(url, columns, "items")) {
        run(url, "UPDATE items SET name = 'ink'", "UPDATE items SET note = 'red'");
        assertThat(feed.changes(1)).containsExactly("items ~1,blue → 1,red");
      }
    }

    @Test
    void waitsForTransactionsThatWriteAndSaysSo() throws Exception {
      var url = withItems();
      try (var writer = url.connect(Map.of("ApplicationName", "slow writer"))) {
        writer.setAutoCommit(false);
        Session.run(writer, "INSERT INTO items VALUES (1, 'early', NULL)");
        var starting = TestingFeed.starting(url, "items");
        try (starting) {
          var note = (FeedEvent.Note) starting.next();
          assertThat(note.text()).contains("can be seen once", "slow writer");
          writer.commit();
          assertThat(starting.awaitStart()).isEqualTo(new FeedEvent.Way.Replication());
          run(url, "INSERT INTO items VALUES (2, 'late', NULL)");
          assertThat(starting.changes(1)).containsExactly("items +2,late,∅" + length(4));
        }
      }
    }

    @Test
    void leavesNothingBehind() throws Exception {
      var url = withItems("CREATE TABLE log (line text)");
      try (var _ = TestingFeed.of(url, "items", "log")) {
        assertThat(leftovers(url)).isEqualTo("1 slots, 2 publications");
      }
      Eventually.eventually(
          "nothing is left", () -> leftovers(url).equals("0 slots, 0 publications"));
    }

    @Test
    void keepsNoSnapshotThatWouldHoldUpOthers() throws Exception {
      var url = withItems();
      try (var _ = TestingFeed.of(url, "items")) {
        // Each of these waits for every snapshot that is older.
        run(
            url,
            "CREATE INDEX CONCURRENTLY ON items (name)",
            "CREATE INDEX CONCURRENTLY ON items (note)");
      }
    }

    @Test
    void sweepsUpWhatAServersCrashLeft() throws Exception {
      var url = withItems();
      run(url, "CREATE PUBLICATION tally_watch_12345_all FOR TABLE items");
      try (var _ = TestingFeed.of(url, "items")) {
        assertThat(leftovers(url)).isEqualTo("1 slots, 1 publications");
      }
    }

    @Test
    void comesBackWhenItsConnectionIsEnded() throws Exception {
      var url = withItems();
      try (var feed = TestingFeed.of(url, "items")) {
        run(
            url,
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_replication
             WHERE application_name = 'tally watch'
            """);
        assertThat(feed.next()).isInstanceOf(FeedEvent.Interrupted.class);
        var _ = feed.awaitStart();
        run(url, "INSERT INTO items VALUES (1, 'a', NULL)");
        assertThat(feed.changes(1)).containsExactly("items +1,a,∅" + length(1));
      }
      Eventually.eventually(
          "nothing is left", () -> leftovers(url).equals("0 slots, 0 publications"));
    }

    @Test
    void seesAHundredThousandChangesInOneTransaction() throws Exception {
      var url = withItems();
      try (var feed = TestingFeed.of(url, "items")) {
        run(url, "INSERT INTO items SELECT i, 'n' || i FROM generate_series(1, 100000) AS i");
        assertThat(feed.changes(100_000)).doesNotHaveDuplicates().hasSize(100_000);
      }
    }

    @Test
    void pollsForARoleThatMayOnlyRead() throws Exception {
      var url = withItems();
      try {
        run(url, "CREATE ROLE reader LOGIN PASSWORD 'reader'");
      } catch (SQLException exists) {
        assertThat(exists.getSQLState()).isEqualTo("42710");
      }
      run(url, "GRANT SELECT ON items TO reader");
      var text = url.withPassword().replaceFirst("//[^@]*@", "//reader:reader@");
      try (var feed = TestingFeed.starting(DatabaseUrl.parse(text), "items")) {
        assertThat(feed.awaitStart()).isInstanceOf(FeedEvent.Way.Polling.class);
        run(url, "INSERT INTO items VALUES (1, 'a', NULL)");
        assertThat(feed.changes(1)).containsExactly("items +1,a,∅" + length(1));
      }
    }

    private static String leftovers(DatabaseUrl url) {
      try {
        return TestingFeed.one(
            url,
            """
            SELECT format('%s slots, %s publications',
                (SELECT count(*) FROM pg_replication_slots WHERE database = current_database()),
                (SELECT count(*) FROM pg_publication))
            """);
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
    }
  }

  @Nested
  class OnTheTestServer extends OnAServer {
    @Override
    DatabaseUrl freshDatabase() {
      return TestPostgres.freshDatabase();
    }

    @Override
    boolean sendsGenerated() {
      return TestPostgres.isEmbedded();
    }
  }

  @Nested
  class OnPostgres15 extends OnAServer {
    private static OlderPostgres older;

    @BeforeAll
    static void open() throws IOException {
      older = OlderPostgres.start("wal_level=logical");
    }

    @AfterAll
    static void close() throws IOException {
      if (older != null) older.close();
    }

    @Override
    DatabaseUrl freshDatabase() throws SQLException {
      return older.freshDatabase();
    }

    @Override
    boolean sendsGenerated() {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # table   | condition    | answer
          nothing   |              | there is no table nothing; there are a.twice, b.twice, items
          twice     |              | twice could be a.twice or b.twice; name one with its schema
          a b       |              | there is no table a b
          shown     |              | shown is a view; follow the tables
          items     | colour = 1   | --where colour = 1 does not fit public.items: ERROR: column "colour" does not exist
          items     | id = 'x'     | invalid input syntax for type integer
          items     | id           | --where id does not fit public.items: ERROR: argument of AND must be type boolean
          """)
  void saysWhatCannotBeFollowed(String table, String condition, String answer) throws SQLException {
    var url = TestPostgres.freshDatabase();
    run(
        url,
        ITEMS,
        "CREATE VIEW shown AS SELECT id FROM items",
        "CREATE SCHEMA a",
        "CREATE SCHEMA b",
        "CREATE TABLE a.twice (id int)",
        "CREATE TABLE b.twice (id int)");
    assertThatThrownBy(
            () -> {
              var feed =
                  condition == null
                      ? TestingFeed.of(url, table)
                      : TestingFeed.where(url, condition, table);
              feed.close();
            })
        .isInstanceOf(FeedRefused.class)
        .hasMessageContaining(answer);
  }

  @Test
  void findsATableWhateverItsSchema() throws Exception {
    var url = TestPostgres.freshDatabase();
    run(url, "CREATE SCHEMA a", "CREATE TABLE a.\"Odd \"\"name\" (\"the id\" int PRIMARY KEY)");
    try (var feed = TestingFeed.of(url, "a.\"Odd \"\"name\"")) {
      run(url, "INSERT INTO a.\"Odd \"\"name\" VALUES (1)");
      assertThat(feed.changes(1)).containsExactly("Odd \"name +1");
    }
    run(url, "CREATE TABLE a.plain (id int PRIMARY KEY)");
    try (var feed = TestingFeed.of(url, "plain")) {
      run(url, "INSERT INTO a.plain VALUES (1)");
      assertThat(feed.changes(1)).containsExactly("plain +1");
    }
  }
}
