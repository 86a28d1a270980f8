package dev.tallystick.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.cli.Failure;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.OlderPostgres;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// `tally watch --sql` where it prints: every kind of statement.
final class WatchCommandTest {
  private final DatabaseUrl url = TestPostgres.freshDatabase();

  private record Said(int exitCode, String out, String err) {
    /// Without the line of the time, which differs.
    String last() {
      var runs = out.strip().split("\n\n", -1);
      return runs[runs.length - 1].lines().skip(1).reduce("", (a, b) -> a + b + "\n");
    }
  }

  private static Said watch(DatabaseUrl url, String sql, String... more) {
    var arguments = new ArrayList<>(List.of("--database-url", url.withPassword(), "--sql", sql));
    if (!List.of(more).contains("--every")) arguments.addAll(List.of("--every", "100ms"));
    arguments.addAll(List.of(more));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        new CommandLine(new WatchCommand())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setExecutionExceptionHandler(
                (failure, failed, _) -> {
                  if (!(failure instanceof Failure)) throw failure;
                  failed.getErr().println(failure.getMessage());
                  return 2;
                })
            .execute(arguments.toArray(String[]::new));
    return new Said(exitCode, out.toString(), err.toString());
  }

  private Said twice(String sql, String... more) {
    var arguments = new ArrayList<>(List.of("--count", "2"));
    arguments.addAll(List.of(more));
    var said = watch(url, sql, arguments.toArray(String[]::new));
    assertThat(said.err()).isEmpty();
    assertThat(said.exitCode()).isZero();
    return said;
  }

  private static void run(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect(Map.of());
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  @Test
  void eachRunIsATableWithTheTime() {
    var said = twice("SELECT 'a' AS name, 1 AS n, '' AS empty, NULL AS none");
    assertThat(
            said.out()
                .lines()
                .filter(
                    line ->
                        line.matches(
                            "\\d{4}-\\d\\d-\\d\\d .*  run [12], \\d+ ms \\(every 100ms\\)")))
        .hasSize(2);
    assertThat(said.last())
        .isEqualTo(
            """
              name | n | empty | none
            -------+---+-------+------
              a    | 1 |       | ∅
            (1 row)
            """);
  }

  private static final String TWO_RUNS =
      """
      SELECT v.k, v.n
        FROM (SELECT nextval('runs') AS run) r,
             LATERAL (VALUES ('a', 1, 1), ('b', 2, 1), ('d', 4, 1),
                             ('a', 1, 2), ('b', 3, 2), ('c', NULL, 2)) v (k, n, run)
       WHERE v.run = r.run
      """;

  @Test
  void whatChangedIsMarked() throws SQLException {
    run(url, "CREATE SEQUENCE runs");
    assertThat(twice(TWO_RUNS).last())
        .isEqualTo(
            """
              k | n
            ----+---
              a | 1
              b | 3*
            - d | 4
            + c | ∅
            (3 rows)
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          SHOW server_encoding                                    ~ UTF8
          VALUES (1, 'a'), (2, 'b')                               ~ 2 | b
          TABLE pg_am                                             ~ heap
          EXPLAIN SELECT 1                                        ~ Result
          WITH x AS (SELECT 7 AS n) SELECT n FROM x               ~ 7
          SELECT 1 AS a, 2 AS a                                   ~ a | a
          SELECT WHERE false                                      ~ (0 rows)
          SELECT FROM generate_series(1, 3)                       ~ (3 rows)
          SELECT 1 WHERE false                                    ~ (0 rows)
          SELECT '{"a":1}'::jsonb ? 'a', '{d x}'                  ~ t        | {d x}
          SELECT ARRAY[1,NULL,3], '\\xdeadbeef'::bytea, true      ~ {1,NULL,3} | \\xdeadbeef | t
          SELECT '{"b": [1]}'::json, row(1,'a b'), point(1,2)     ~ {"b": [1]} | (1,"a b") | (1,2)
          SELECT E'a\\nb\\x1b[31m'                                ~ a↵b\\x1B[31m
          DO 'BEGIN END'                                          ~ DO
          CREATE TABLE IF NOT EXISTS t (id int)                   ~ CREATE
          SELECT 1; -- and a comment                              ~ 1
          VACUUM pg_am                                            ~ VACUUM
          """)
  void everyStatementHasAnOutcome(String sql, String shown) {
    assertThat(twice(sql).last()).contains(shown);
  }

  @Test
  void aStatementWithoutAResultSaysHowManyRowsItTouched() throws SQLException {
    run(url, "CREATE TABLE jobs AS SELECT generate_series(1, 3) AS id");
    assertThat(twice("UPDATE jobs SET id = id + 1").last()).isEqualTo("UPDATE, 3 rows\n");
    assertThat(twice("INSERT INTO jobs VALUES (1)").last()).isEqualTo("INSERT, 1 row\n");
  }

  @Test
  void ofAHugeTableOnlyTheFirstRowsAreFetched() throws SQLException {
    run(url, "CREATE TABLE huge AS SELECT i FROM generate_series(1, 200000) i");
    run(url, "CREATE SEQUENCE made");
    var said = watch(url, "SELECT i, nextval('made') FROM huge", "--rows", "3", "--count", "1");
    assertThat(said.last()).endsWith("3 |       3\n(3+ rows)\n");
    assertThat(watch(url, "SELECT last_value FROM made", "--count", "1").last())
        .as("rows that PostgreSQL made")
        .contains("  4\n");
  }

  @Test
  void programsReadWhatChanged() throws SQLException, IOException {
    run(url, "CREATE SEQUENCE runs");
    var said = twice(TWO_RUNS, "--json");
    var lines = said.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode run = new ObjectMapper().readTree(lines.getLast());
    assertThat(run.path("columns").toString())
        .isEqualTo("[{\"name\":\"k\",\"type\":\"text\"},{\"name\":\"n\",\"type\":\"int4\"}]");
    assertThat(run.path("rows").toString()).isEqualTo("[[\"a\",\"1\"],[\"b\",\"3\"],[\"c\",null]]");
    assertThat(run.path("changed").toString())
        .isEqualTo("[{\"row\":1,\"columns\":[1],\"before\":[\"2\"]}]");
    assertThat(run.path("new").toString()).isEqualTo("[2]");
    assertThat(run.path("gone").toString()).isEqualTo("[[\"d\",\"4\"]]");
    assertThat(run.path("more").asBoolean()).isFalse();
    assertThat(run.path("time").asText()).matches("\\d{4}-.*Z");
  }

  @Test
  void onlyRunsThatDifferArePrintedWhenAsked() throws SQLException {
    run(url, "CREATE SEQUENCE runs");
    var said =
        watch(url, "SELECT nextval('runs') / 3 AS third", "--count", "6", "--on-change", "--json");
    assertThat(said.out().lines()).hasSize(3);
  }

  @Test
  void aWrongStatementSaysWhere() {
    var said = watch(url, "SELECT 1,\n  nam FROM pg_am");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .isEqualToIgnoringNewLines(
            "refused: column \"nam\" does not exist\nline 2:   nam FROM pg_am\n          ^");
  }

  @Test
  void aRefusalLaterIsShownAndItGoesOn() throws SQLException {
    run(url, "CREATE SEQUENCE runs");
    var said = watch(url, "SELECT 1 / (nextval('runs') % 2) AS one", "--count", "3");
    assertThat(said.exitCode()).isZero();
    assertThat(said.out().lines().filter(line -> line.equals("refused: division by zero")))
        .hasSize(1);
    assertThat(said.last()).contains("1\n(1 row)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1; SELECT 2   | --every 1s   | --sql holds 2 statements
          ''                   | --every 1s   | --sql holds no statement
          COPY pg_am TO STDOUT | --every 1s   | COPY cannot be watched
          SELECT 1             | --every 10ms | --every is from 100ms
          SELECT 1             | --rows 0     | --rows is from 1
          SELECT 1             | --count 0    | --count is at least 1
          SELECT 1 AS a        | --key b      | --key names b; the columns are a
          """)
  void whatCannotRunIsSaidInALine(String sql, String option, String said) {
    var words = option.split(" ", 2);
    var answer = watch(url, sql, words[0], words[1]);
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains(said).hasLineCount(1);
  }

  @Test
  void theOldestPostgresIsWatchedToo() throws Exception {
    try (var older = OlderPostgres.start()) {
      var said =
          watch(older.freshDatabase(), "SHOW client_connection_check_interval", "--count", "1");
      assertThat(said.last()).contains("1s");
    }
  }
}
