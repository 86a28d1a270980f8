package dev.tallystick.cli.watch;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.OlderPostgres;
import dev.tallystick.postgres.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tally watch TABLE…` as a process of its own, up to its end of any kind.
final class TableWatchProcessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SIGKILL = 128 + 9;
  private static final int KILLED_WHILE_STARTING = 6;

  /// By then it has started as a rule.
  private static final int START_MILLIS_MAX = 2_000;

  @TempDir private Path folder;
  private final DatabaseUrl url = TestPostgres.freshDatabase();

  @BeforeEach
  void makeTable() throws SQLException {
    run(url, "CREATE TABLE items (id int PRIMARY KEY, name text, n numeric)");
  }

  private static void run(DatabaseUrl url, String... statements) throws SQLException {
    try (var connection = url.connect(Map.of("preferQueryMode", "simple"));
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        var _ = statement.execute(sql);
      }
    }
  }

  /// A watch that sees changes; what it says beside them is in a file.
  private record Watch(Process process, BufferedReader out, Path err) implements AutoCloseable {
    String line() throws IOException {
      var line = WatchProcess.line(out);
      assertThat(line).as("it said: %s", Files.readString(err)).isNotEqualTo("null");
      return line;
    }

    JsonNode json() throws IOException {
      return JSON.readTree(line());
    }

    int exitCode() throws InterruptedException {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
      return process.exitValue();
    }

    void signal(String name) throws IOException, InterruptedException {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()));
      assertThat(kill.start().waitFor()).isZero();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private Watch watch(DatabaseUrl database, String... arguments) throws IOException {
    var err = folder.resolve("err");
    var builder =
        WatchProcess.builder(database, WatchProcess.command(arguments)).redirectError(err.toFile());
    var process = builder.start();
    return new Watch(process, process.inputReader(), err);
  }

  private static String leftovers(DatabaseUrl url) {
    try (var connection = url.connect(Map.of());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM pg_replication_slots
                         WHERE database = current_database())
                       + (SELECT count(*) FROM pg_publication)
                       + (SELECT count(*) FROM pg_stat_activity
                           WHERE datname = current_database() AND application_name = 'tally watch')
                """)) {
      return row.next() ? row.getString(1) : "";
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void printsChangesForProgramsUntilItIsToldToStop() throws Exception {
    for (var signal : List.of("INT", "TERM", "HUP")) {
      try (var watch = watch(url, "items", "--json")) {
        assertThat(watch.json().toString())
            .isEqualTo("{\"kind\":\"started\",\"by\":\"replication\"}");
        run(
            url,
            "INSERT INTO items VALUES (1, 'a \"b\"', 0.50)",
            "UPDATE items SET n = NULL",
            "DELETE FROM items");
        assertThat(watch.json().path("row").toString())
            .isEqualTo("{\"id\":\"1\",\"name\":\"a \\\"b\\\"\",\"n\":\"0.50\"}");
        assertThat(watch.json().path("changed").toString())
            .isEqualTo("{\"n\":{\"old\":\"0.50\",\"new\":null}}");
        assertThat(watch.json().path("kind").asText()).isEqualTo("delete");
        watch.signal(signal);
        assertThat(watch.exitCode()).as(signal).isZero();
      }
      assertThat(Files.readString(folder.resolve("err"))).isEmpty();
      eventually("nothing is left", () -> leftovers(url).equals("0"));
    }
  }

  @Test
  void leavesNothingBehindWhenItIsKilled() throws Exception {
    try (var watch = watch(url, "items", "--json")) {
      assertThat(watch.json().path("kind").asText()).isEqualTo("started");
      watch.process().destroyForcibly();
      assertThat(watch.exitCode()).isEqualTo(SIGKILL);
    }
    eventually("nothing is left", () -> leftovers(url).equals("0"));
  }

  @Test
  void leavesNothingBehindWheneverItIsKilled() throws Exception {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int round = 0; round < KILLED_WHILE_STARTING; round++) {
      try (var watch = watch(url, "items", "--json")) {
        var _ = watch.process().waitFor(random.nextInt(START_MILLIS_MAX), TimeUnit.MILLISECONDS);
      }
    }
    eventually("nothing is left, seed " + seed, () -> leftovers(url).equals("0"));
    try (var watch = watch(url, "items", "--json")) {
      assertThat(watch.json().path("by").asText()).isEqualTo("replication");
    }
  }

  @Test
  void endsWhenEnoughWasSeenAndWhenNobodyReads() throws Exception {
    try (var watch = watch(url, "items", "--json", "--count", "2")) {
      assertThat(watch.json().path("kind").asText()).isEqualTo("started");
      run(url, "INSERT INTO items SELECT i FROM generate_series(1, 3) AS i");
      assertThat(watch.json().at("/row/id").asText()).isEqualTo("1");
      assertThat(watch.json().at("/row/id").asText()).isEqualTo("2");
      assertThat(watch.out().readLine()).isNull();
      assertThat(watch.exitCode()).isZero();
    }
    run(url, "TRUNCATE items");
    try (var watch = watch(url, "items", "--json")) {
      assertThat(watch.json().path("kind").asText()).isEqualTo("started");
      watch.out().close();
      run(url, "INSERT INTO items VALUES (1)");
      assertThat(watch.exitCode()).isZero();
    }
    assertThat(Files.readString(folder.resolve("err"))).isEmpty();
  }

  @Test
  void saysOnceThatItReadsWhereThereIsNoReplication() throws Exception {
    try (var older = OlderPostgres.start("wal_level=replica")) {
      var database = older.freshDatabase();
      run(database, "CREATE TABLE items (id int PRIMARY KEY, name text)");
      try (var watch =
          watch(database, "items", "--every", "100ms", "--columns", "name", "--where", "id < 9")) {
        eventually("it reads", () -> said(watch).contains("no replication here"));
        run(database, "INSERT INTO items VALUES (1, 'a'), (9, 'b')");
        assertThat(watch.line()).endsWith("  +  public.items  id=1  name=a");
        watch.signal("INT");
        assertThat(watch.exitCode()).isZero();
        assertThat(said(watch).lines()).hasSize(1);
        assertThat(said(watch)).contains("wal_level", "the tables are read every 100ms");
      }
    }
  }

  private static String said(Watch watch) {
    try {
      return Files.readString(watch.err());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void saysInOneLineWhatCannotBeWatched() throws Exception {
    refused("there is no table nothing; there are items", "nothing");
    refused("there is no column x; there are id, name, n", "items", "--columns", "x");
    refused("--where colour = 1 does not fit public.items", "items", "--where", "colour = 1");
    refused("name tables, or a statement with --sql", "--json");
    refused("--where and --columns are for tables", "--sql", "SELECT 1", "--columns", "x");
  }

  private void refused(String answer, String... arguments) throws Exception {
    try (var watch = watch(url, arguments)) {
      assertThat(watch.exitCode()).isEqualTo(2);
      assertThat(said(watch)).startsWith("tally: " + answer).doesNotContain("\tat ");
      assertThat(watch.out().readLine()).isNull();
    }
  }
}
