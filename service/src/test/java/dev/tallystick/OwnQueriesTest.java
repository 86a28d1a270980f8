package dev.tallystick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.schema.queries.CodeQueries;
import dev.tallystick.schema.queries.QueryCheck;
import dev.tallystick.schema.queries.QueryReport;
import dev.tallystick.schema.queries.Sizes;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The statements of the service against database/schema.
final class OwnQueriesTest {
  private static final Path ROOT = Path.of(System.getProperty("tally.root"));
  private static final long ROWS = 1_000_000;

  private static QueryReport report;

  @BeforeAll
  static void check() throws IOException, SQLException {
    var code = CodeQueries.in(List.of(ROOT.resolve("service/src/main/java")), List.of());
    var files = SchemaFiles.in(ROOT.resolve("database/schema"));
    try (var shadow = Shadow.embedded(Path.of("target", "shadow"))) {
      report =
          new QueryCheck(files.scripts(), new Sizes.Assumed(ROWS), "public")
              .run(shadow, code, List.of());
    }
  }

  @Test
  void everyStatementPrepares() {
    assertThat(report.results()).hasSizeGreaterThan(40);
    assertThat(report.refused()).extracting(r -> r.query().place() + " " + r.outcome()).isEmpty();
  }

  /// Serves statements that db-scheduler brings.
  private static final String OF_A_LIBRARY = "tally.scheduled_tasks_due_idx";

  @Test
  void everyIndexServesAStatementOrAConstraint() {
    assertThat(report.idle())
        .extracting(QueryReport.IndexUse::index)
        .filteredOn(index -> !index.equals(OF_A_LIBRARY))
        .isEmpty();
  }

  @Test
  void everyTableIsRead() {
    assertThat(report.tablesNeverRead()).isEmpty();
  }
}
