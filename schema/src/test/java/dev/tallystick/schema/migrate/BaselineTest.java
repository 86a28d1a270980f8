package dev.tallystick.schema.migrate;

import static dev.tallystick.schema.migrate.TestingMigrator.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BaselineTest {
  private static final Migration INIT = script("V1__init.sql", "CREATE TABLE a (\n    id int);\n");
  private static final Migration MORE = script("V1.1__more_of_it.sql", "CREATE TABLE b ();\r\n");
  private static final Migration NEXT = script("V2__next.sql", "CREATE TABLE c ();");

  /// The table as Flyway makes it, of what it writes into it.
  private static final String TABLE =
      """
      CREATE TABLE "flyway_schema_history" (
          "installed_rank" INT NOT NULL,
          "version" VARCHAR(50),
          "description" VARCHAR(200) NOT NULL,
          "type" VARCHAR(20) NOT NULL,
          "script" VARCHAR(1000) NOT NULL,
          "checksum" INTEGER,
          "installed_by" VARCHAR(100) NOT NULL,
          "installed_on" TIMESTAMP NOT NULL DEFAULT now(),
          "execution_time" INTEGER NOT NULL,
          "success" BOOLEAN NOT NULL,
          CONSTRAINT "flyway_schema_history_pk" PRIMARY KEY ("installed_rank")
      )
      """;

  private final TestingMigrator testing = new TestingMigrator();

  @AfterEach
  void close() {
    testing.close();
  }

  private Baseline baseline(Migration... migrations) {
    return new Baseline(testing.database(), new Migrations(List.of(migrations)), "app");
  }

  private Baseline.Plan plan(Migration... migrations) {
    return baseline(migrations).plan(Optional.empty(), Optional.empty());
  }

  private void flyway(String... rows) {
    testing.run(TABLE);
    for (int i = 0; i < rows.length; i++) {
      testing.run(
          """
          INSERT INTO flyway_schema_history
                 (installed_rank, version, description, type, script, checksum, success,
                  installed_by, execution_time)
          VALUES (%d, %s, 'me', 7)
          """
              .formatted(i + 1, rows[i]));
    }
  }

  private static String row(Migration migration) {
    return "'%s', '%s', 'SQL', '%s', %d, true"
        .formatted(
            migration.version(),
            migration.description(),
            migration.file(),
            migration.flywayChecksum());
  }

  @Test
  void checksumsAreThoseOfFlyway() {
    // Known: the CRC-32 of "123456789", however it is broken into lines.
    var script = script("V1__a.sql", "\uFEFF123\r\n456\n789\n");
    assertThat(script.flywayChecksum()).isEqualTo(0xCBF43926);
  }

  @Test
  void withoutFlywayAllOrUpToAVersionIsRecordedAndNotRun() {
    var plan = baseline(INIT, MORE, NEXT).plan(Optional.of(Version.parse("1.1")), Optional.empty());
    assertThat(plan.recorded()).containsExactly(INIT, MORE);
    assertThat(plan.left()).containsExactly(NEXT);
    baseline(INIT, MORE, NEXT).record(plan);
    assertThat(testing.apply(INIT, MORE, NEXT)).containsExactly("V2__next.sql");
    assertThat(testing.text("SELECT to_regclass('a') IS NULL AND to_regclass('c') IS NOT NULL"))
        .isEqualTo("t");
    assertThat(plan(INIT, MORE, NEXT).mismatches())
        .singleElement()
        .asString()
        .contains("has a history of 3 migrations already, up to 2");
  }

  @Test
  void whatFlywayAppliedIsTakenOver() {
    flyway(row(INIT), "NULL, 'views', 'SQL', 'R__views.sql', 3, true", row(MORE));
    var plan = plan(INIT, MORE, NEXT);
    assertThat(plan.mismatches()).isEmpty();
    assertThat(plan.flywayTable()).contains("public.flyway_schema_history");
    assertThat(plan.recorded()).containsExactly(INIT, MORE);
    assertThat(testing.text("SELECT to_regnamespace('app') IS NULL")).isEqualTo("t");

    baseline(INIT, MORE, NEXT).record(plan);
    assertThat(testing.apply(INIT, MORE, NEXT)).containsExactly("V2__next.sql");
  }

  @Test
  void itsBaselineCountsAndWhatItUndidDoesNot() {
    flyway(
        "'1.1', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, true",
        row(NEXT),
        "'2', 'next', 'UNDO_SQL', 'U2__next.sql', 5, true");
    var plan = plan(INIT, MORE, NEXT);
    assertThat(plan.mismatches()).isEmpty();
    assertThat(plan.recorded()).containsExactly(INIT, MORE);
    assertThat(plan.left()).containsExactly(NEXT);
  }

  @Test
  void whatDoesNotMatchIsSaid() {
    var edited = script("V1__init.sql", INIT.sql() + "-- a word more");
    var renamed = script("V1.1__other.sql", MORE.sql());
    var between = script("V1.5__between.sql", "SELECT 1");
    flyway(
        row(INIT),
        row(MORE),
        row(NEXT),
        "'3', 'gone', 'JDBC', 'db.V3__gone', NULL, true",
        "'4', 'bad', 'SQL', 'V4__bad.sql', 1, false");
    var plan = plan(edited, renamed, between, NEXT);
    assertThat(plan.mismatches())
        .satisfiesExactlyInAnyOrder(
            text -> assertThat(text).contains("V1__init.sql was edited"),
            text -> assertThat(text).contains("V1.1__other.sql is called \"more of it\""),
            text -> assertThat(text).contains("V1.5__between.sql is not in Flyway's history"),
            text ->
                assertThat(text).contains("applied 3 (db.V3__gone), which is not in the folder"),
            text -> assertThat(text).contains("Flyway failed at V4__bad.sql"));
    assertThatThrownBy(() -> baseline(edited).record(plan)).isInstanceOf(MigrationRefused.class);
    assertThat(testing.text("SELECT to_regnamespace('app') IS NULL")).isEqualTo("t");
  }

  @Test
  void anotherVersionThanThatOfFlywayIsRefused() {
    flyway(row(INIT), row(MORE));
    var all = baseline(INIT, MORE, NEXT);
    assertThat(all.plan(Optional.of(Version.of(1)), Optional.empty()).mismatches())
        .singleElement()
        .asString()
        .contains("Flyway has applied 1.1 (more of it), which comes after --version 1");
    assertThat(all.plan(Optional.of(Version.of(2)), Optional.empty()).mismatches())
        .singleElement()
        .asString()
        .contains("V2__next.sql is not in Flyway's history");
    assertThat(all.plan(Optional.of(Version.of(9)), Optional.empty()).mismatches())
        .contains("there is no migration 9");
  }

  @Test
  void severalHistoriesHaveToBeToldApart() {
    flyway(row(INIT));
    testing.run(
        "CREATE SCHEMA \"Other\"",
        "CREATE TABLE \"Other\".flyway_schema_history (LIKE flyway_schema_history)");
    assertThatThrownBy(() -> plan(INIT)).hasMessageContaining("--flyway-table");
    assertThat(
            baseline(INIT)
                .plan(Optional.empty(), Optional.of("\"Other\".flyway_schema_history"))
                .recorded())
        .isEmpty();
    assertThatThrownBy(() -> baseline(INIT).plan(Optional.empty(), Optional.of("none")))
        .hasMessageContaining("there is no table none");
  }
}
