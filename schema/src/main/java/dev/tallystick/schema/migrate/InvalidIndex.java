package dev.tallystick.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// An index that a failed build left behind: every write keeps it up to date, and no query uses it.
///
/// @param name with its schema, quoted where needed
/// @param table the same of its table
/// @param repair the SQL that mends it
public record InvalidIndex(String name, String table, String repair) {
  /// An index of a partitioned table is invalid until each partition has its own; those that are
  /// being built now are no leftovers.
  private static final String ALL =
      """
      SELECT format('%I.%I', n.nspname, c.relname) AS name,
             format('%I.%I', tn.nspname, t.relname) AS table_name,
             CASE WHEN c.relkind = 'I'
                    THEN format('ALTER INDEX %I.%I ATTACH PARTITION …', n.nspname, c.relname)
                  WHEN c.relname ~ '_cc(new|old)\\d*$'
                    THEN format('DROP INDEX CONCURRENTLY %I.%I', n.nspname, c.relname)
                  ELSE format('REINDEX INDEX CONCURRENTLY %I.%I', n.nspname, c.relname)
              END AS repair
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_class AS t ON t.oid = i.indrelid
        JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
       WHERE NOT i.indisvalid
         AND n.nspname NOT IN ('pg_catalog', 'information_schema')
         AND n.nspname NOT LIKE 'pg\\_temp%'
         AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS p
                          WHERE p.datname = current_database() AND p.relid = i.indrelid)
       ORDER BY 1
      """;

  static List<InvalidIndex> all(Connection connection) throws SQLException {
    var found = new ArrayList<InvalidIndex>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        found.add(
            new InvalidIndex(
                rows.getString("name"), rows.getString("table_name"), rows.getString("repair")));
      }
    }
    return List.copyOf(found);
  }
}
