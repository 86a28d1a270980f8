package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaCommandTest {
  @TempDir private Path folder;
  private final DatabaseUrl url = TestPostgres.freshDatabase();

  private record Said(int exitCode, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private Said tally(String command, String... more) {
    var arguments = new ArrayList<>(List.of("schema", command));
    arguments.addAll(List.of("--migrations", folder.toString()));
    arguments.addAll(List.of("--database-url", url.withPassword()));
    if (command.equals("baseline")) arguments.addAll(List.of("--shadow", url.withPassword()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static Said run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Said(exitCode, out.toString(), err.toString());
  }

  private void write(String file, String sql) throws IOException {
    Files.writeString(folder.resolve(file), sql);
  }

  private boolean isTrue(String condition) throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT " + condition)) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private void run(String sql, boolean mayFail) throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbcUrl());
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    } catch (SQLException e) {
      if (!mayFail) throw e;
    }
  }

  @BeforeEach
  void writeMigrations() throws IOException {
    write("0001_users.sql", "CREATE TABLE users (id int);\nINSERT INTO users VALUES (1), (1);\n");
    write("0002_index.sql", "CREATE INDEX CONCURRENTLY users_id ON users (id);\n");
  }

  @Test
  void migrateSaysWhatItApplied() {
    var first = tally("migrate");
    assertThat(first.err()).isEmpty();
    assertThat(first.exitCode()).isZero();
    assertThat(first.out().lines())
        .hasSize(2)
        .allMatch(line -> line.matches("applied  000[12]_\\w+\\.sql {20,}[0-9.]+ m?s"));
    var second = tally("migrate");
    assertThat(second.out()).isEqualToIgnoringNewLines("up to date at version 2");
  }

  @Test
  void aDryRunPrintsThePartsAndWritesNothing() throws SQLException, IOException {
    var said = tally("migrate", "--dry-run");
    assertThat(said.out().lines())
        .containsExactly(
            "0001_users.sql",
            "  part 1 of 1  in a transaction",
            "        1:1  CREATE TABLE users (id int)",
            "        2:1  INSERT INTO users VALUES (1), (1)",
            "0002_index.sql",
            "  part 1 of 1  outside a transaction",
            "        1:1  CREATE INDEX CONCURRENTLY users_id ON users (id)",
            "nothing was run");
    assertThat(isTrue("to_regnamespace('tally_schema') IS NULL AND to_regclass('users') IS NULL"))
        .isTrue();
    var json = tally("migrate", "--dry-run", "--json").json();
    assertThat(json.at("/outstanding/1/parts/0/transaction").asBoolean()).isFalse();
    assertThat(json.at("/outstanding/0/parts/0/statements/1/line").asInt()).isEqualTo(2);
  }

  @Test
  void programsReadWhatWasApplied() throws IOException {
    var json = tally("migrate", "--json").json();
    assertThat(json.at("/applied").size()).isEqualTo(2);
    assertThat(json.at("/applied/1/version").asText()).isEqualTo("2");
    assertThat(json.at("/invalidIndexes").size()).isZero();
  }

  @Test
  void aFailureSaysWhereAndHowToGoOn() throws IOException {
    write("0003_bad.sql", "SELECT 1;\n-- tally: commit\nSELECT x;\n");
    var said = tally("migrate");
    assertThat(said.exitCode()).isEqualTo(2);
    assertThat(said.err())
        .startsWith("tally: 0003_bad.sql:3:8: column \"x\" does not exist")
        .contains("part 1 is applied");
    write("0003_bad.sql", "SELECT 1;\n-- tally: commit\nSELECT 'unfinished;\n");
    assertThat(tally("migrate").err())
        .startsWith("tally: 0003_bad.sql:3:8: this string does not end");
  }

  @Test
  void invalidIndexesAreWarnedOf() throws SQLException {
    tally("migrate");
    run("CREATE UNIQUE INDEX CONCURRENTLY \"Twice\" ON users (id)", true);
    assertThat(tally("migrate").err())
        .contains("warning: the index public.\"Twice\" on public.users is invalid")
        .contains("REINDEX INDEX CONCURRENTLY public.\"Twice\";");
  }

  @Test
  void baselineRecordsWithoutRunning() throws SQLException, IOException {
    run("CREATE TABLE users (id int)", false);
    var dry = tally("baseline", "--version", "1", "--dry-run");
    assertThat(dry.out().lines())
        .containsExactly(
            "to record  0001_users.sql", "to apply   0002_index.sql", "nothing was written");
    assertThat(tally("baseline", "--version", "1").out().lines())
        .containsExactly(
            "recorded  0001_users.sql",
            "to apply   0002_index.sql",
            "kept in tally_schema.schema_migrations");
    assertThat(tally("migrate").out().lines()).hasSize(1);
    assertThat(isTrue("NOT EXISTS (SELECT FROM users)")).isTrue();

    var again = tally("baseline", "--json");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.json().at("/mismatches/0").asText()).contains("has a history of 2 migrations");
    assertThat(tally("baseline").err()).contains("cannot be taken over").contains("run migrate");
  }

  @Test
  void tallysticksOwnMigrationsAreTheDefault() throws SQLException {
    var said = run("schema", "migrate", "--database-url", url.withPassword());
    assertThat(said.out()).startsWith("applied  0001_initial.sql");
    assertThat(isTrue("EXISTS (SELECT FROM tally.schema_migrations)")).isTrue();
  }

  @Test
  void whatCannotRunIsSaidInALine() throws IOException {
    assertThat(run("schema", "migrate", "--migrations", "no-such-folder").err())
        .isEqualToIgnoringNewLines(
            "tally: no-such-folder is no folder; name one with --migrations");
    assertThat(tally("migrate", "--lock-timeout", "soon").err()).contains("500ms, 5s, 2min or 1h");
    assertThat(tally("migrate", "--history", "No").err()).contains("not a plain schema name: No");
    assertThat(tally("baseline", "--version", "x").err()).contains("is no version");
    write("2_b.sql", "");
    assertThat(tally("migrate").err()).startsWith("tally: 2_b.sql is not a migration's name");
    var nowhere = run("schema", "migrate", "--database-url", "postgresql://localhost:1/nothing");
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("cannot connect").contains("Is the server running");
  }

  @Test
  void helpHasExamples() {
    for (var command : List.of("migrate", "baseline")) {
      assertThat(run("schema", command, "--help").out())
          .contains("--json")
          .contains("Example:")
          .contains("tally schema " + command + " --migrations db/migrations --dry-run");
    }
  }
}
