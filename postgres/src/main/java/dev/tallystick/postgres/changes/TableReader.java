package dev.tallystick.postgres.changes;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Finds the tables that somebody names, and describes them.
final class TableReader {
  private static final int NAMES_SHOWN_MAX = 20;

  private final Connection connection;

  TableReader(Connection connection) {
    this.connection = connection;
  }

  /// Each table once, in the order in which they are named.
  ///
  /// @throws FeedRefused if a name is none, or that of something that is no table
  List<FollowedTable> read(List<String> names) throws SQLException {
    var tables = new ArrayList<FollowedTable>();
    for (var name : names) {
      var table = describe(name, oid(name));
      if (!tables.contains(table)) tables.add(table);
    }
    return tables;
  }

  // As SQL would find it, and otherwise wherever it is.
  private static final String FIND =
      """
      SELECT c.oid, c.oid::regclass::text AS shown
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid = to_regclass(?)
          OR (to_regclass(?) IS NULL AND c.relname = ? AND c.relkind IN ('r', 'p')
              AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema')
       ORDER BY shown
      """;

  private long oid(String name) throws SQLException {
    try (var statement = connection.prepareStatement(FIND)) {
      for (int i = 1; i <= 3; i++) statement.setString(i, name);
      var oids = new ArrayList<Long>();
      var shown = new ArrayList<String>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          oids.add(rows.getLong("oid"));
          shown.add(rows.getString("shown"));
        }
      }
      if (oids.size() == 1) return oids.getFirst();
      if (oids.isEmpty()) throw new FeedRefused("there is no table %s%s".formatted(name, others()));
      throw new FeedRefused(
          "%s could be %s; name one with its schema".formatted(name, String.join(" or ", shown)));
    } catch (SQLException failure) {
      // What to_regclass cannot read as a name.
      if (!Set.of("42601", "42602").contains(failure.getSQLState())) throw failure;
      throw new FeedRefused(
          "%s is no name of a table; one looks like users or tally.users".formatted(name));
    }
  }

  private static final String OTHERS =
      """
      SELECT c.oid::regclass::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
       ORDER BY 1
      """;

  private String others() throws SQLException {
    try (var statement = connection.prepareStatement(OTHERS);
        var rows = statement.executeQuery()) {
      var names = new ArrayList<String>();
      while (rows.next()) names.add(rows.getString(1));
      if (names.isEmpty()) return "; this database has no tables";
      var more = names.size() > NAMES_SHOWN_MAX ? ", …" : "";
      return "; there are "
          + String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN_MAX)))
          + more;
    }
  }

  // The key is the index that replication knows rows by, or the primary key. A partitioned table's
  // partitions all have its primary key, and each its own replica identity.
  private static final String DESCRIBE =
      """
      WITH the AS (
          SELECT c.*, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE c.oid = ?
      ), the_key AS (
          SELECT i.indkey FROM the JOIN pg_index i ON i.indrelid = the.oid
           WHERE CASE the.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END
             AND i.indisvalid
      )
      SELECT the.nspname, the.relname, the.relkind, the.relpersistence,
             pg_table_size(the.oid) AS bytes,
             CASE WHEN the.relkind = 'p' THEN the.relreplident = 'd' AND EXISTS (SELECT FROM the_key)
                  ELSE CASE the.relreplident
                           WHEN 'f' THEN true
                           WHEN 'n' THEN false
                           ELSE EXISTS (SELECT FROM the_key) END
              END AS is_identified,
             array_agg(a.attname::text ORDER BY a.attnum) AS attributes,
             array_agg(a.attname::text ORDER BY a.attnum)
                 FILTER (WHERE a.attgenerated = '' OR (a.attgenerated = 's' AND ?)) AS columns,
             array_agg(a.attname::text)
                 FILTER (WHERE a.attnum = ANY (SELECT unnest(indkey) FROM the_key)) AS keys
        FROM the JOIN pg_attribute a ON a.attrelid = the.oid
       WHERE a.attnum > 0 AND NOT a.attisdropped
       GROUP BY the.nspname, the.relname, the.relkind, the.relpersistence, the.oid,
                the.relreplident
      """;

  private FollowedTable describe(String name, long oid) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(DESCRIBE)) {
      statement.setLong(1, oid);
      statement.setBoolean(2, Publication.sendsGenerated(connection));
      try (var row = statement.executeQuery()) {
        if (!row.next()) throw new FeedRefused("the table %s has no columns".formatted(name));
        checkKind(name, row.getString("relkind"));
        var keys = strings(row, "keys");
        return new FollowedTable(
            new TableName(row.getString("nspname"), row.getString("relname")),
            strings(row, "columns").stream()
                .map(column -> new Column(column, keys.contains(column)))
                .toList(),
            strings(row, "attributes"),
            row.getBoolean("is_identified"),
            row.getString("relpersistence").equals("p"),
            row.getLong("bytes"));
      }
    }
  }

  private static void checkKind(String name, String kind) {
    var what =
        switch (kind) {
          case "r", "p" -> "";
          case "v", "m" -> "a view";
          case "f" -> "a foreign table";
          default -> "no table";
        };
    if (what.isEmpty()) return;
    throw new FeedRefused(
        "%s is %s; follow the tables it is made from, or run its query again and again with --sql"
            .formatted(name, what));
  }

  private static List<String> strings(ResultSet row, String column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
  }
}
