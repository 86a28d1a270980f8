package dev.tallystick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.TestPostgres;
import dev.tallystick.schema.plan.Plan;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// database/schema and database/migrations declare the same database.
final class SchemaFilesTest {
  private static final Path DATABASE =
      Path.of(System.getProperty("tally.root")).resolve("database");

  @Test
  void migrationsEndWhereTheSchemaFilesStand() throws IOException, SQLException {
    var files = SchemaFiles.in(DATABASE.resolve("schema"));
    try (var shadow = Shadow.embedded(Path.of("target", "shadow"))) {
      var plan = Plan.make(shadow, files.scripts(), Service.migrations(), Map.of());
      assertThat(plan).isInstanceOf(Plan.UpToDate.class);
    }
  }

  @Test
  void twoProcessesMayMigrateAtOnce() throws Exception {
    var url = TestPostgres.freshDatabase();
    Callable<Integer> migrate =
        () -> {
          try (var database = Database.open(url, 2)) {
            return Service.migrator(database).apply().size();
          }
        };
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      int applied = 0;
      for (var each : executor.invokeAll(Collections.nCopies(4, migrate))) applied += each.get();
      assertThat(applied).isEqualTo(Service.migrations().all().size());
    }
  }
}
