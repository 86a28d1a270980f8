package dev.tallystick.cli.schema;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.schema.drift.Comparison;
import dev.tallystick.schema.drift.Drift;
import dev.tallystick.schema.drift.LiveDatabase;
import dev.tallystick.schema.drift.Sides;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.migrate.Outstanding;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// How files, migrations and the live database stand to each other.
record Standing(Sides sides, Drift drift, Optional<LiveDatabase> live) {
  static Standing of(
      Shadow shadow,
      SchemaFiles files,
      Migrations migrations,
      Optional<DatabaseUrl> url,
      String historySchema)
      throws SQLException {
    Optional<LiveDatabase> live =
        url.isPresent()
            ? Optional.of(LiveDatabase.read(url.get(), migrations, historySchema))
            : Optional.empty();
    try (var declared = shadow.declare(files.scripts())) {
      var sides = new Comparison(shadow).sides(declared, migrations, live);
      return new Standing(sides, Drift.between(sides), live);
    }
  }

  /// The migrations that the live database lacks.
  List<Outstanding> pending() {
    return live.map(database -> database.applied().outstanding()).orElse(List.of());
  }

  /// Whether there is a live database whose history is missing.
  boolean isUnrecorded() {
    return live.map(database -> !database.applied().isRecorded()).orElse(false);
  }
}
