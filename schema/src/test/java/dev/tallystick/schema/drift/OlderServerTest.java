package dev.tallystick.schema.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.OlderPostgres;
import dev.tallystick.postgres.TestPostgres;
import dev.tallystick.schema.migrate.Migration;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.plan.Scenario;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import dev.tallystick.schema.sql.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// No phantom: what a PostgreSQL 15 has is what the shadow, a PostgreSQL 18, says it declares.
final class OlderServerTest {
  private static final Migrations NONE = new Migrations(List.of());
  private static final Pattern MISSING_ROLE = Pattern.compile("role \"(.+)\" does not exist");

  /// Those that hold every kind of expression; all of them take minutes.
  private static final Pattern SAMPLE =
      Pattern.compile("mixed|phantom|begin_atomic|matview_added|policy_cond|domain_check_ch");

  private static Shadow shadow;
  private static OlderPostgres older;

  @BeforeAll
  static void open() throws IOException {
    older = OlderPostgres.start();
    shadow = Shadow.embedded(Path.of("target", "shadow"));
  }

  @AfterAll
  static void close() throws IOException {
    if (shadow != null) shadow.close();
    if (older != null) older.close();
  }

  private static void run(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect(Map.of("preferQueryMode", "simple"));
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    } catch (SQLException failure) {
      var role = MISSING_ROLE.matcher(String.valueOf(failure.getMessage()));
      if (!role.find()) throw failure;
      run(url, "CREATE ROLE \"%s\"".formatted(role.group(1)));
      run(url, sql);
    }
  }

  /// What differs between a database and files, whatever its history says.
  private static List<Subject> differences(DatabaseUrl url, List<Script> files)
      throws SQLException {
    var live = LiveDatabase.read(url, NONE, "tally_schema");
    try (var declared = shadow.declare(files)) {
      var sides = new Comparison(shadow).sides(declared, NONE, Optional.of(live));
      return Drift.between(sides).movements().stream()
          .filter(movement -> !(movement instanceof Movement.FilesAndLive))
          .map(Movement::subject)
          .toList();
    }
  }

  private static List<Script> ownFiles() throws IOException {
    return SchemaFiles.in(Path.of("..", "database", "schema")).scripts();
  }

  private static void migrateOwn(DatabaseUrl url) throws IOException, SQLException {
    var own = Migrations.inFolder(Path.of("..", "database", "migrations"));
    for (var migration : own.all()) {
      for (var part : migration.parts()) {
        for (var statement : part.statements()) run(url, statement.text());
      }
    }
  }

  @Test
  void ownSchema() throws IOException, SQLException {
    var url = older.freshDatabase();
    migrateOwn(url);
    assertThat(differences(url, ownFiles())).isEmpty();
  }

  @Test
  void ownSchemaDumpedThereAndRestoredHere() throws IOException, SQLException {
    var url = older.freshDatabase();
    migrateOwn(url);
    var restored = TestPostgres.freshDatabase();
    restore(url, restored);
    assertThat(differences(restored, ownFiles())).isEmpty();
  }

  private static void restore(DatabaseUrl from, DatabaseUrl to) throws IOException, SQLException {
    // Lines that begin so are psql's.
    run(to, older.dump(from).replaceAll("(?m)^\\\\.*$", ""));
  }

  @TestFactory
  Stream<DynamicTest> scenarios() {
    return Scenario.all().stream()
        .filter(scenario -> scenario.section("needs").isBlank())
        .filter(scenario -> SAMPLE.matcher(scenario.name()).find())
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> check(scenario)));
  }

  private static void check(Scenario scenario) throws IOException, SQLException {
    var url = older.freshDatabase();
    var files = List.of(Script.of("new.sql", scenario.section("new")));
    run(url, scenario.section("new"));
    assertThat(differences(url, files)).isEmpty();
    // Against the migrations alone, as the proof of a baseline looks.
    var migrations =
        new Migrations(List.of(Migration.ofFile("0001_new.sql", scenario.section("new"))));
    var live = LiveDatabase.read(url, NONE, "tally_schema");
    assertThat(new Comparison(shadow).unproved(live, migrations).objects())
        .as("migrations")
        .isEmpty();
    var restored = TestPostgres.freshDatabase();
    restore(url, restored);
    assertThat(differences(restored, files)).as("restored").isEmpty();
  }
}
