package dev.tallystick.postgres.changes;

import static dev.tallystick.postgres.changes.TestingFeed.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.OlderPostgres;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Where the server has no logical decoding: what it says, and what is still seen.
final class PollingTest {
  private static OlderPostgres server;

  @BeforeAll
  static void open() throws IOException {
    server = OlderPostgres.start("wal_level=replica");
  }

  @AfterAll
  static void close() throws IOException {
    if (server != null) server.close();
  }

  private static DatabaseUrl database(String... statements) throws SQLException {
    var url = server.freshDatabase();
    run(url, statements);
    return url;
  }

  @Test
  void saysWhyAndSeesRowsByTheirKeys() throws Exception {
    var url = database("CREATE TABLE t (id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 1)");
    try (var feed = TestingFeed.starting(url, "t")) {
      var way = (FeedEvent.Way.Polling) feed.awaitStart();
      assertThat(way.why()).contains("wal_level");
      run(url, "INSERT INTO t VALUES (2, 2)");
      assertThat(feed.changes(1)).containsExactly("t +2,2");
      run(url, "UPDATE t SET n = 3 WHERE id = 1");
      assertThat(feed.changes(1)).containsExactly("t ~1,1 → 1,3");
      run(url, "DELETE FROM t WHERE id = 1");
      assertThat(feed.changes(1)).containsExactly("t -1,3");
    }
    assertThat(TestingFeed.one(url, "SELECT count(*) FROM pg_publication")).isEqualTo("0");
  }

  @Test
  void tellsRowsWithoutAKeyByTheirPlace() throws Exception {
    var url = database("CREATE TABLE t (n int)");
    try (var feed = TestingFeed.of(url, "t")) {
      run(url, "INSERT INTO t VALUES (1), (1)");
      assertThat(feed.changes(2)).containsExactly("t +1", "t +1");
    }
  }

  @Test
  void seesNewKeysOfATableThatIsTooLargeToRead() throws Exception {
    var url =
        database(
            "CREATE TABLE t (a int, b text, PRIMARY KEY (a, b))",
            "INSERT INTO t SELECT i, 'x' FROM generate_series(1, %d) AS i"
                .formatted(PolledTable.ROWS_MAX + 1));
    try (var feed = TestingFeed.of(url, "t")) {
      assertThat(feed.notes())
          .containsExactly(
              "public.t has more than 20,000 rows: only rows with a new highest key are seen");
      run(url, "INSERT INTO t VALUES (30000, 'it''s'), (30000, 'x')");
      assertThat(feed.changes(2)).containsExactly("t +30000,it's", "t +30000,x");
      run(url, "INSERT INTO t VALUES (30000, 'y')");
      assertThat(feed.changes(1)).containsExactly("t +30000,y");
    }
  }

  @Test
  void filtersWhatItFinds() throws Exception {
    var url = database("CREATE TABLE t (id int PRIMARY KEY, n int)");
    try (var feed = TestingFeed.where(url, "n > 1", "t")) {
      run(url, "INSERT INTO t VALUES (1, 1), (2, 2)");
      assertThat(feed.changes(1)).containsExactly("t +2,2");
    }
  }

  @Test
  void endsWhenTheTableMayNotBeRead() throws Exception {
    var url = database("CREATE ROLE nothing LOGIN", "CREATE TABLE t (id int PRIMARY KEY)");
    var asNothing = url.withPassword().replaceFirst("//tally@", "//nothing@");
    try (var feed = TestingFeed.starting(DatabaseUrl.parse(asNothing), "t")) {
      assertThat(feed.next())
          .isInstanceOfSatisfying(
              FeedEvent.Ended.class,
              ended -> assertThat(ended.why()).contains("may not be read", "permission denied"));
    }
  }
}
