package dev.tallystick.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What a database has of the migrations of a folder, by its history.
///
/// @param isRecorded whether the database has a history at all
/// @param migrations those that it has; of an interrupted one the parts that are done
/// @param outstanding those that it lacks, whole or in part
public record Applied(boolean isRecorded, Migrations migrations, List<Outstanding> outstanding) {
  /// Reads the history and changes nothing.
  ///
  /// @param historySchema the PostgreSQL schema that holds `schema_migrations`
  /// @throws MigrationRefused if the database has a migration that is not in the folder, or that
  ///   was edited since, or that comes behind one it lacks
  /// @throws IllegalArgumentException if `historySchema` is not a plain lower-case identifier
  public static Applied read(Connection connection, Migrations migrations, String historySchema)
      throws SQLException {
    var history = history(connection, historySchema);
    var outstanding = Outstanding.of(migrations, history);
    int whole = migrations.all().size() - outstanding.size();
    var applied = new ArrayList<>(migrations.all().subList(0, whole));
    if (!outstanding.isEmpty() && outstanding.getFirst().partsDone() > 0) {
      applied.add(begun(outstanding.getFirst()));
    }
    return new Applied(!history.isEmpty(), new Migrations(applied), outstanding);
  }

  private static List<HistoryRow> history(Connection connection, String schema)
      throws SQLException {
    try {
      return new History(schema).read(connection);
    } catch (SQLException e) {
      if (!"42501".equals(e.getSQLState())) throw e;
      throw new MigrationRefused(
          "this role may not read the history %1$s.schema_migrations; its owner can GRANT SELECT on it, and USAGE on the schema %1$s"
              .formatted(schema),
          e);
    }
  }

  /// A migration as if it ended where it was interrupted.
  private static Migration begun(Outstanding outstanding) {
    var migration = outstanding.migration();
    var last = migration.parts().get(outstanding.partsDone() - 1).statements().getLast();
    return Migration.ofFile(migration.file(), migration.sql().substring(0, last.end()) + ";\n");
  }
}
