package dev.tallystick.schema.migrate;

import static dev.tallystick.schema.migrate.TestingMigrator.IMPATIENT;
import static dev.tallystick.schema.migrate.TestingMigrator.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Migrations of several parts, that stop in the middle and go on.
final class MigratorResumeTest {
  private static final String THREE_PARTS =
      """
      CREATE TABLE app.a (n int);
      -- tally: commit
      INSERT INTO app.a VALUES (1);
      SET search_path = app;
      -- tally: commit
      INSERT INTO a VALUES (2);
      %s
      """;

  private final TestingMigrator testing = new TestingMigrator();

  @BeforeEach
  void makeSchema() {
    testing.run("CREATE SCHEMA app");
  }

  @AfterEach
  void close() {
    testing.close();
  }

  private String numbers() {
    return testing.text("SELECT coalesce(string_agg(n::text, ' ' ORDER BY n), 'null') FROM app.a");
  }

  @Test
  void othersSeeEachPartAsItIsDone() {
    var seen = new ArrayList<String>();
    var migrator =
        testing.migrator(
            IMPATIENT,
            event -> {
              if (event instanceof MigrationEvent.PartDone) {
                seen.add(numbers() + ", " + testing.history().getFirst());
              }
            },
            script("0001_a.sql", THREE_PARTS.formatted("")));
    migrator.apply();
    assertThat(seen).containsExactly("null, 1 1 waits", "1, 1 2 waits", "1 2, 1 3 finished");
  }

  @Test
  void goesOnAtThePartThatFailedOnceItIsMended() {
    assertThatThrownBy(() -> testing.apply(script("0001_a.sql", THREE_PARTS.formatted("nonsense"))))
        .isInstanceOf(MigrationRefused.class)
        .hasMessageStartingWith("0001_a.sql:7:1: syntax error")
        .hasMessageContaining("failed in part 3 of 3 (line 7): parts 1 to 2 are applied")
        .hasMessageContaining("Mend it from part 3 on");
    assertThat(numbers()).isEqualTo("1");
    assertThat(testing.history()).containsExactly("1 2 waits");

    var mended = script("0001_a.sql", "-- mended\n" + THREE_PARTS.formatted("SELECT 1"));
    assertThat(testing.apply(mended)).containsExactly("0001_a.sql");
    assertThat(numbers()).isEqualTo("1 2");
    assertThat(testing.history()).containsExactly("1 3 finished");
    assertThat(testing.apply(mended)).isEmpty();
  }

  @Test
  void partsThatAreDoneMayNotBeEdited() {
    var broken = THREE_PARTS.formatted("nonsense");
    assertThatThrownBy(() -> testing.apply(script("0001_a.sql", broken)));
    for (var edited :
        new String[] {broken.replace("(1)", "(3)"), broken.replaceFirst("-- tally: commit", "")}) {
      assertThatThrownBy(() -> testing.apply(script("0001_a.sql", edited)))
          .hasMessageContaining("is applied up to part 2, and these parts were edited");
    }
    assertThat(testing.events(MigrationEvent.Started.class)).hasSize(1);
  }

  @Test
  void aSessionKilledInTheMiddleOfAPartLosesThatPartOnly() {
    testing.run("CREATE TABLE app.trap AS SELECT 1");
    var script =
        script(
            "0001_a.sql",
            THREE_PARTS.formatted("SELECT pg_terminate_backend(pg_backend_pid()) FROM app.trap;"));
    assertThatThrownBy(() -> testing.apply(script))
        .hasMessageStartingWith("0001_a.sql:7:1: terminating connection")
        .hasMessageContaining("Run again: it goes on with part 3");
    assertThat(numbers()).isEqualTo("1");

    testing.run("TRUNCATE app.trap");
    assertThat(testing.apply(script)).containsExactly("0001_a.sql");
    assertThat(numbers()).isEqualTo("1 2");
    assertThat(testing.events(MigrationEvent.Started.class))
        .extracting(MigrationEvent.Started::partsDone)
        .containsExactly(0, 2);
  }

  @Test
  void aRunnerThatLostItsLockDoesNotDoAPartTwice() {
    var script = script("0001_a.sql", THREE_PARTS.formatted(""));
    var migrator =
        testing.migrator(
            IMPATIENT,
            event -> {
              if (event instanceof MigrationEvent.PartDone(_, int part) && part == 0) {
                testing.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
                testing.apply(script);
              }
            },
            script);
    assertThatThrownBy(migrator::apply)
        .isInstanceOf(MigrationRefused.class)
        .hasMessageContaining("held the migration lock");
    assertThat(numbers()).isEqualTo("1 2");
  }

  @Test
  void aPartThatAnotherRunnerRecordedIsRolledBack() {
    var script = script("0001_a.sql", THREE_PARTS.formatted(""));
    var migrator =
        testing.migrator(
            IMPATIENT,
            event -> {
              if (event instanceof MigrationEvent.PartDone(_, int part) && part == 0) {
                testing.run("UPDATE app.schema_migrations SET parts_done = 2");
              }
            },
            script);
    assertThatThrownBy(migrator::apply).hasMessageContaining("another runner");
    assertThat(numbers()).isEqualTo("null");
  }

  @Test
  void aNewLabelIsUsedByTheNextStatement() {
    testing.run("CREATE TYPE app.mood AS ENUM ('glad')");
    testing.apply(
        script(
            "0001_a.sql",
            "ALTER TYPE app.mood ADD VALUE 'sad'; CREATE TABLE app.b AS SELECT 'sad'::app.mood AS m"));
    assertThat(testing.text("SELECT m::text FROM app.b")).isEqualTo("sad");
  }
}
