package dev.tallystick.schema.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.TestPostgres;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.sql.Script;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every scenario of the folder, and pairs made at random.
final class ScenariosTest {
  private static final int RANDOM_PAIRS = Integer.getInteger("tally.random-pairs", 25);

  private static Shadow shadow;
  private static int serverMajor;

  /// On another server the roles `app_reader` and `app_writer` have to be there.
  @BeforeAll
  static void open() throws SQLException {
    var url = TestPostgres.freshDatabase();
    shadow =
        TestPostgres.isEmbedded() ? Shadow.embedded(Path.of("target", "shadow")) : Shadow.on(url);
    try (var connection = url.connect(Map.of())) {
      serverMajor = connection.getMetaData().getDatabaseMajorVersion();
    }
    // Naming them is enough: a shadow of our own makes the roles that it lacks.
    var roles = "CREATE SCHEMA app; GRANT USAGE ON SCHEMA app TO app_reader, app_writer";
    try (var declared = shadow.declare(List.of(Script.of("roles.sql", roles)))) {
      assertThat(declared.catalogue().grants()).isNotEmpty();
    }
  }

  @AfterAll
  static void close() {
    shadow.close();
  }

  @TestFactory
  Stream<DynamicTest> scenarios() {
    return Scenario.all().stream()
        .filter(scenario -> scenario.needs() <= serverMajor)
        .map(ScenariosTest::test);
  }

  @TestFactory
  Stream<DynamicTest> randomPairs() {
    return Stream.iterate(0, seed -> seed + 1)
        .limit(RANDOM_PAIRS)
        .map(seed -> test(RandomSchemas.pair(seed)));
  }

  private static DynamicTest test(Scenario scenario) {
    return DynamicTest.dynamicTest(scenario.name(), () -> new ScenarioRun(shadow).run(scenario));
  }
}
