package dev.tallystick.schema.drift;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.CatalogueReader;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.migrate.Applied;
import dev.tallystick.schema.migrate.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/// What a live database declares, and which migrations it has, at one moment.
///
/// @param catalogue all of it, with what belongs to others
/// @param historySchema where its history of migrations is
public record LiveDatabase(Catalogue catalogue, Applied applied, String historySchema) {
  private static final Map<String, String> PARAMETERS =
      Map.of("ApplicationName", "tally schema", "preferQueryMode", "simple");

  /// Histories are no part of a schema.
  private static final Set<String> HISTORIES = Set.of("schema_migrations", "flyway_schema_history");

  /// Reads a database and changes nothing. Any role that may connect may read the catalogue; the
  /// history has to be readable.
  ///
  /// @throws dev.tallystick.schema.migrate.MigrationRefused if its history and the migrations do
  ///   not fit
  public static LiveDatabase read(DatabaseUrl url, Migrations migrations, String historySchema)
      throws SQLException {
    try (var connection = url.connect(PARAMETERS)) {
      return read(connection, migrations, historySchema);
    }
  }

  /// Reads the database of `connection`, in a transaction that this ends.
  ///
  /// @throws dev.tallystick.schema.migrate.MigrationRefused as above
  public static LiveDatabase read(
      Connection connection, Migrations migrations, String historySchema) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    try {
      var applied = Applied.read(connection, migrations, historySchema);
      return new LiveDatabase(CatalogueReader.read(connection), applied, historySchema);
    } finally {
      connection.rollback();
    }
  }

  /// What of it is the business of a project with these catalogues.
  Catalogue inScopeOf(Collection<Catalogue> project) {
    var scoped = catalogue.inScopeOf(project);
    return scoped.filtered(
        key -> {
          if (project.stream().anyMatch(each -> each.objects().containsKey(key))) return true;
          return !isHistory(key)
              && scoped.find(key).map(object -> !isHistory(Catalogue.tableOf(object))).orElse(true);
        });
  }

  private boolean isHistory(ObjectKey key) {
    var table = key.owner();
    if (table.kind() != ObjectKey.Kind.TABLE || !HISTORIES.contains(table.name())) return false;
    return table.name().startsWith("flyway") || table.schema().equals(historySchema);
  }
}
