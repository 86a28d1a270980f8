package dev.tallystick.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What Flyway wrote down about a database.
///
/// @param table its table, with the schema, quoted where needed
/// @param rows in the order in which Flyway wrote them
public record FlywayHistory(String table, List<Row> rows) {

  public FlywayHistory {
    rows = List.copyOf(rows);
  }

  /// @param version empty for repeatable migrations
  /// @param type `SQL`, `BASELINE`, `JDBC`, `UNDO_SQL`, `DELETE` …
  /// @param checksum empty for what is no file
  public record Row(
      Optional<Version> version,
      String description,
      String type,
      String script,
      Optional<Integer> checksum,
      boolean isSuccess) {}

  /// The version below and at which Flyway took the database over without running anything.
  Optional<Version> baseline() {
    return rows.stream()
        .filter(row -> row.isSuccess() && row.type().equals("BASELINE"))
        .findFirst()
        .flatMap(Row::version);
  }

  /// What is applied: by version, without what was undone or deleted later.
  Map<Version, Row> applied() {
    var applied = new TreeMap<Version, Row>();
    for (var row : rows) {
      if (!row.isSuccess() || row.version().isEmpty()) continue;
      var version = row.version().get();
      switch (row.type()) {
        case "BASELINE", "SCHEMA" -> {}
        case "DELETE" -> applied.remove(version);
        default -> {
          if (row.type().startsWith("UNDO")) applied.remove(version);
          else applied.put(version, row);
        }
      }
    }
    return applied;
  }

  private static final String TABLES =
      """
      SELECT format('%I.%I', n.nspname, c.relname)
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE c.relname = 'flyway_schema_history' AND c.relkind = 'r'
       ORDER BY 1
      """;

  private static final String NAMED =
      """
      SELECT format('%I.%I', n.nspname, c.relname)
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE c.oid = to_regclass(?)
      """;

  /// Reads the table that is named, or else the one of Flyway's usual name in any schema; empty if
  /// none is named and none is there.
  ///
  /// @throws MigrationRefused if the named one is not there, or if several are
  static Optional<FlywayHistory> read(Connection connection, Optional<String> named)
      throws SQLException {
    var tables =
        named.isEmpty() ? names(connection, TABLES, null) : names(connection, NAMED, named.get());
    if (tables.isEmpty()) {
      if (named.isEmpty()) return Optional.empty();
      throw new MigrationRefused("there is no table %s in this database".formatted(named.get()));
    }
    if (tables.size() > 1) {
      throw new MigrationRefused(
          "Flyway has several histories here: %s; choose one with --flyway-table"
              .formatted(String.join(", ", tables)));
    }
    return Optional.of(new FlywayHistory(tables.getFirst(), rows(connection, tables.getFirst())));
  }

  private static List<String> names(Connection connection, String query, @Nullable String name)
      throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      if (name != null) statement.setString(1, name);
      var found = new ArrayList<String>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static final String ROWS =
      """
      SELECT version, description, type, script, checksum, success FROM %s ORDER BY installed_rank
      """;

  private static List<Row> rows(Connection connection, String table) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(ROWS.formatted(table))) {
      var found = new ArrayList<Row>();
      while (rows.next()) {
        found.add(
            new Row(
                Optional.ofNullable(rows.getString("version")).map(Version::parse),
                rows.getString("description"),
                rows.getString("type"),
                rows.getString("script"),
                Optional.ofNullable(rows.getObject("checksum", Integer.class)),
                rows.getBoolean("success")));
      }
      return found;
    }
  }
}
