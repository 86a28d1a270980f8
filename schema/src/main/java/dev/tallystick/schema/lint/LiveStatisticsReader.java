package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.lint.LiveStatistics.Counter;
import dev.tallystick.schema.lint.LiveStatistics.IndexUse;
import dev.tallystick.schema.lint.LiveStatistics.Spread;
import dev.tallystick.schema.lint.LiveStatistics.TableUse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads [LiveStatistics] from PostgreSQL 15 and newer.
final class LiveStatisticsReader {
  private LiveStatisticsReader() {}

  /// Before the first reset it counts since its start at least.
  private static final String SINCE =
      """
      SELECT coalesce(stats_reset, pg_postmaster_start_time()) AS since
        FROM pg_stat_database
       WHERE datname = current_database()
      """;

  private static final String TABLES =
      """
      SELECT quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name, c.reltuples,
             c.relpages * current_setting('block_size')::bigint AS bytes,
             coalesce(s.seq_scan, 0) AS scans, coalesce(s.seq_tup_read, 0) AS rows_scanned,
             coalesce(s.idx_scan, 0) AS lookups
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        LEFT JOIN pg_stat_user_tables AS s ON s.relid = c.oid
       WHERE c.relkind IN ('r', 'p', 'm') AND c.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  private static final String INDEXES =
      """
      SELECT quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS name, i.indisvalid,
             CASE c.relkind
                  WHEN 'I' THEN (SELECT coalesce(sum(pg_relation_size(p.relid)), 0)
                                   FROM pg_partition_tree(c.oid) AS p)
                  ELSE pg_relation_size(c.oid) END AS bytes,
             CASE c.relkind
                  WHEN 'I' THEN (SELECT coalesce(sum(u.idx_scan), 0)
                                   FROM pg_partition_tree(c.oid) AS p
                                   JOIN pg_stat_user_indexes AS u ON u.indexrelid = p.relid)
                  ELSE coalesce(s.idx_scan, 0) END AS scans
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        LEFT JOIN pg_stat_user_indexes AS s ON s.indexrelid = c.oid
       WHERE c.oid >= 16384 AND NOT c.relispartition
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  /// Of a partitioned table only the row that counts its partitions in is there; of others the one
  /// without heirs is wanted, so it comes last.
  private static final String COLUMNS =
      """
      SELECT quote_ident(s.schemaname) AS schema, quote_ident(s.tablename) AS "table",
             quote_ident(s.attname) AS name, s.n_distinct, s.null_frac,
             (s.most_common_vals::text::text[])[1:8] AS commonest,
             s.most_common_freqs[1:8] AS shares, coalesce(s.correlation, 0) AS correlation
        FROM (SELECT DISTINCT i.indrelid, a.attname
                FROM pg_index AS i
                JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
               WHERE i.indexrelid >= 16384) AS led
        JOIN pg_class AS c ON c.oid = led.indrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_stats AS s ON s.schemaname = n.nspname AND s.tablename = c.relname
                          AND s.attname = led.attname
       WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       ORDER BY s.inherited DESC
      """;

  private static final String COUNTERS =
      """
      SELECT quote_ident(tn.nspname) AS schema, quote_ident(t.relname) AS "table",
             quote_ident(a.attname) AS name, s.last_value,
             least(s.max_value,
                   CASE a.atttypid WHEN 'int2'::regtype THEN 32767
                                   WHEN 'int4'::regtype THEN 2147483647
                                   ELSE s.max_value END) AS max
        FROM pg_sequences AS s
        JOIN pg_namespace AS n ON n.nspname = s.schemaname
        JOIN pg_class AS q ON q.relnamespace = n.oid AND q.relname = s.sequencename
        JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = q.oid
                           AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
                           AND d.deptype IN ('a', 'i')
        JOIN pg_class AS t ON t.oid = d.refobjid
        JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
       WHERE s.last_value IS NOT NULL
      """;

  static LiveStatistics read(Connection connection) throws SQLException {
    return new LiveStatistics(
        since(connection),
        tables(connection),
        indexes(connection),
        columns(connection),
        counters(connection));
  }

  private static Instant since(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(SINCE)) {
      if (!rows.next()) throw new IllegalStateException("a database has one row of statistics");
      return rows.getObject("since", OffsetDateTime.class).toInstant();
    }
  }

  private static Map<ObjectKey, TableUse> tables(Connection connection) throws SQLException {
    var tables = new HashMap<ObjectKey, TableUse>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.put(
            ObjectKey.table(rows.getString("schema"), rows.getString("name")),
            new TableUse(
                rows.getDouble("reltuples"),
                rows.getLong("bytes"),
                rows.getLong("scans"),
                rows.getLong("rows_scanned"),
                rows.getLong("lookups")));
      }
    }
    return tables;
  }

  private static Map<ObjectKey, IndexUse> indexes(Connection connection) throws SQLException {
    var indexes = new HashMap<ObjectKey, IndexUse>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(INDEXES)) {
      while (rows.next()) {
        indexes.put(
            ObjectKey.of(ObjectKey.Kind.INDEX, rows.getString("schema"), rows.getString("name")),
            new IndexUse(
                rows.getLong("bytes"), rows.getLong("scans"), rows.getBoolean("indisvalid")));
      }
    }
    return indexes;
  }

  private static Map<ObjectKey, Spread> columns(Connection connection) throws SQLException {
    var columns = new HashMap<ObjectKey, Spread>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(COLUMNS)) {
      while (rows.next()) {
        columns.put(
            column(rows),
            new Spread(
                rows.getDouble("n_distinct"),
                rows.getDouble("null_frac"),
                texts(rows),
                shares(rows),
                rows.getDouble("correlation")));
      }
    }
    return columns;
  }

  private static ObjectKey column(ResultSet row) throws SQLException {
    return ObjectKey.column(row.getString("schema"), row.getString("table"), row.getString("name"));
  }

  private static List<String> texts(ResultSet row) throws SQLException {
    var array = row.getArray("commonest");
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  private static List<Double> shares(ResultSet row) throws SQLException {
    var array = row.getArray("shares");
    if (array == null) return List.of();
    return Arrays.stream((Float[]) array.getArray()).map(Float::doubleValue).toList();
  }

  private static Map<ObjectKey, Counter> counters(Connection connection) throws SQLException {
    var counters = new HashMap<ObjectKey, Counter>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(COUNTERS)) {
      while (rows.next()) {
        counters.put(column(rows), new Counter(rows.getLong("last_value"), rows.getLong("max")));
      }
    }
    return counters;
  }
}
