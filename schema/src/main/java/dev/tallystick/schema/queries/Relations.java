package dev.tallystick.schema.queries;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// The tables and indexes of the shadow; a partition and its indexes count as those of the whole.
final class Relations {
  /// An index, and the constraint that needs it.
  record Index(String name, String table, Optional<String> constraint) {}

  private record RawName(String schema, String name) {}

  private record Table(String name, long rows) {}

  private final Map<RawName, Table> tables = new HashMap<>();
  private final Map<RawName, String> indexNames = new HashMap<>();
  private final List<Index> indexes = new ArrayList<>();

  private Relations() {}

  static Relations read(Connection connection) throws SQLException {
    var relations = new Relations();
    relations.readNames(connection);
    relations.readIndexes(connection);
    return relations;
  }

  private static final String NAMES =
      """
      SELECT n.nspname AS schema, c.relname AS name, c.relkind IN ('i', 'I') AS is_index,
             quote_ident(w.nspname) || '.' || quote_ident(r.relname) AS of,
             greatest(c.reltuples, 0)::bigint AS rows
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_class AS r ON r.oid = coalesce(pg_partition_root(c.oid), c.oid)
        JOIN pg_namespace AS w ON w.oid = r.relnamespace
       WHERE c.relkind IN ('r', 'p', 'm', 'i', 'I') AND c.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  private void readNames(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(NAMES)) {
      while (rows.next()) {
        var name = new RawName(rows.getString("schema"), rows.getString("name"));
        var of = rows.getString("of");
        if (rows.getBoolean("is_index")) indexNames.put(name, of);
        else tables.put(name, new Table(of, rows.getLong("rows")));
      }
    }
  }

  /// An index leads to a foreign key's rows if its first columns are the key's, in any order; one
  /// without nulls will do, as no null refers to anything.
  private static final String INDEXES =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(x.relname) AS name,
             quote_ident(tn.nspname) || '.' || quote_ident(t.relname) AS of,
             CASE WHEN i.indisprimary THEN 'primary key'
                  WHEN i.indisexclusion THEN 'exclusion constraint'
                  WHEN i.indisunique THEN 'unique'
                  ELSE (SELECT 'foreign key ' || min(f.conname)
                          FROM pg_constraint AS f
                         WHERE f.contype = 'f' AND f.conrelid = i.indrelid
                           AND (SELECT array_agg(k ORDER BY k) FROM unnest(f.conkey) AS k)
                             = (SELECT array_agg(k ORDER BY k)
                                  FROM unnest((i.indkey::int2[])[0:cardinality(f.conkey) - 1]) AS k)
                           AND (i.indpred IS NULL
                                OR pg_get_expr(i.indpred, i.indrelid) IN (
                                     SELECT '(' || quote_ident(a.attname) || ' IS NOT NULL)'
                                       FROM pg_attribute AS a
                                      WHERE a.attrelid = i.indrelid AND a.attnum = ANY (f.conkey))))
                  END AS "constraint"
        FROM pg_index AS i
        JOIN pg_class AS x ON x.oid = i.indexrelid
        JOIN pg_namespace AS n ON n.oid = x.relnamespace
        JOIN pg_class AS t ON t.oid = i.indrelid
        JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
       WHERE x.oid >= 16384 AND NOT x.relispartition
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       ORDER BY tn.nspname, t.relname, NOT i.indisprimary, x.relname
      """;

  private void readIndexes(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(INDEXES)) {
      while (rows.next()) {
        indexes.add(
            new Index(
                rows.getString("name"),
                rows.getString("of"),
                Optional.ofNullable(rows.getString("constraint"))));
      }
    }
  }

  List<Index> indexes() {
    return List.copyOf(indexes);
  }

  /// The names of all tables and materialised views, as SQL takes them.
  NavigableSet<String> tableNames() {
    var names = new TreeSet<String>();
    for (var table : tables.values()) names.add(table.name());
    return names;
  }

  /// What `plan` does to a table by one of its scans.
  QueryReport.Read read(Plan plan, Plan.Scan scan) {
    var table =
        tables.getOrDefault(
            new RawName(scan.schema(), scan.table()),
            new Table(scan.schema() + "." + scan.table(), 0));
    var index =
        Optional.ofNullable(scan.index())
            .map(name -> indexNames.getOrDefault(new RawName(scan.schema(), name), name));
    return new QueryReport.Read(
        table.name(), table.rows(), index, scan.isFiltered(), scan.cost() > plan.cost());
  }
}
