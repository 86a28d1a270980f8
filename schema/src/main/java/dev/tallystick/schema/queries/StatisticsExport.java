package dev.tallystick.schema.queries;

import java.sql.Connection;
import java.sql.SQLException;

/// The statistics of a live database as SQL that PostgreSQL 18 can load: what a planner needs, and
/// nothing that is anybody's data unless it is asked for.
public final class StatisticsExport {
  private StatisticsExport() {}

  /// What becomes of the values that the statistics hold: the commonest of a column, and the bounds
  /// of its histogram. Values that the schema itself names (labels of enums, booleans, those in
  /// CHECK constraints) are no secret and always stay, with how common they are.
  public enum Values {
    /// All others are left out. A parameter's estimate needs none; a constant's is as for a rare
    /// value.
    OMIT,
    /// Common texts, numbers of type integer and UUIDs are replaced by the MD5 of themselves, so
    /// that joins still see which are common on both sides. Who can guess a value can check the
    /// guess: this hides values from readers, not from attackers. Other types and the histograms,
    /// which hashes would put out of order, are left out.
    HASH,
    /// They stay. This is data of the database: keep the file where that may be.
    KEEP
  }

  private static final String HEAD =
      """
      -- Statistics of a live database for `tally schema queries --stats`: sizes of tables, spread of
      -- columns. Written by `tally schema stats export`, one statement a table, index or column.
      """;

  private static String describe(Values values) {
    return switch (values) {
      case OMIT -> "-- Values: left out, but those that the schema itself names.\n";
      case HASH -> "-- Values: hashed (MD5), but those that the schema itself names.\n";
      case KEEP -> "-- Values: kept. They are data of that database.\n";
    };
  }

  /// Reads the statistics of every table that the role of `connection` may see.
  public static String of(Connection connection, Values values) throws SQLException {
    var text = new StringBuilder(HEAD).append(describe(values));
    try (var settings = connection.createStatement()) {
      settings.execute("SET extra_float_digits = 1");
    }
    try (var statement = connection.prepareStatement(STATEMENTS)) {
      statement.setString(1, values.name());
      statement.setString(2, values.name());
      statement.setString(3, values.name());
      var table = "";
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          if (!table.equals(rows.getString("table_name"))) {
            table = rows.getString("table_name");
            text.append("\n-- ").append(table.replaceAll("\\R", " ")).append('\n');
          }
          text.append(rows.getString("statement")).append(";\n");
        }
      }
    }
    return text.toString();
  }

  /// A relation's pages are counted now, and its rows scaled with them, as the planner does it.
  private static final String STATEMENTS =
      """
      WITH relations AS (
        SELECT c.oid, n.nspname, c.relname, c.relkind,
               coalesce(i.indrelid, c.oid) AS table_oid,
               CASE WHEN c.relkind IN ('p', 'I') THEN greatest(c.relpages, 0)
                    ELSE (pg_relation_size(c.oid) / current_setting('block_size')::bigint)::integer
                    END AS pages,
               c.relpages, c.reltuples, c.relallvisible
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
          LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
         WHERE c.relkind IN ('r', 'p', 'm', 'i', 'I') AND c.oid >= 16384
           AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           AND c.relpersistence <> 't'
      ),
      named AS (
        SELECT conrelid AS table_oid, string_agg(pg_get_constraintdef(oid), ' ') AS text
          FROM pg_constraint
         WHERE contype = 'c'
         GROUP BY conrelid
      ),
      columns AS (
        SELECT r.oid, r.table_oid, r.nspname, r.relname, a.attnum, s.attname, s.inherited,
               s.null_frac, s.avg_width, s.n_distinct, s.correlation, m.vals, m.freqs,
               CASE WHEN ? = 'KEEP' THEN s.histogram_bounds::text END AS bounds
          FROM pg_stats AS s
          JOIN relations AS r ON r.nspname = s.schemaname AND r.relname = s.tablename
          JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attname = s.attname
          JOIN pg_type AS t ON t.oid = a.atttypid
          LEFT JOIN named AS c ON c.table_oid = r.table_oid
         CROSS JOIN LATERAL (
                 SELECT array_agg(o.shown ORDER BY o.place)::text AS vals,
                        array_agg(o.freq ORDER BY o.place) AS freqs
                   FROM (SELECT v.place, v.freq,
                                CASE WHEN ? = 'KEEP' OR t.typtype = 'e' OR t.typname = 'bool'
                                       OR position(quote_literal(v.value) in c.text) > 0 THEN v.value
                                     WHEN ? <> 'HASH' THEN NULL
                                     WHEN t.typname = 'uuid' THEN md5(v.value)::uuid::text
                                     WHEN t.typname IN ('int4', 'int8')
                                       THEN ('x' || left(md5(v.value), 7))::bit(28)::integer::text
                                     WHEN t.typname = 'text' THEN md5(v.value) END AS shown
                           FROM unnest(s.most_common_vals::text::text[], s.most_common_freqs)
                                WITH ORDINALITY AS v (value, freq, place)) AS o
                  WHERE o.shown IS NOT NULL) AS m
      ),
      statements AS (
        SELECT table_oid, oid, 0 AS place, false AS inherited,
               format('SELECT pg_restore_relation_stats(''schemaname'', %L, ''relname'', %L,'
                      ' ''relpages'', %s, ''reltuples'', ''%s''::real, ''relallvisible'', %s)',
                      nspname, relname, pages,
                      CASE WHEN reltuples > 0 AND relpages > 0 AND pages > 0
                           THEN round((reltuples::numeric * pages) / relpages)::real
                           ELSE reltuples END,
                      least(relallvisible, pages)) AS statement
          FROM relations
         UNION ALL
        SELECT table_oid, oid, attnum, inherited,
               format('SELECT pg_restore_attribute_stats(''schemaname'', %L, ''relname'', %L,'
                      ' ''attname'', %L, ''inherited'', %L::boolean, ''null_frac'', ''%s''::real,'
                      ' ''avg_width'', %s, ''n_distinct'', ''%s''::real',
                      nspname, relname, attname, inherited, null_frac, avg_width, n_distinct)
                 || coalesce(format(', ''correlation'', ''%s''::real', correlation), '')
                 || coalesce(format(', ''most_common_vals'', %L::text, ''most_common_freqs'', %L::real[]',
                                    vals, freqs), '')
                 || coalesce(format(', ''histogram_bounds'', %L::text', bounds), '')
                 || ')'
          FROM columns
      )
      SELECT s.statement, quote_ident(n.nspname) || '.' || quote_ident(t.relname) AS table_name
        FROM statements AS s
        JOIN pg_class AS t ON t.oid = s.table_oid
        JOIN pg_namespace AS n ON n.oid = t.relnamespace
        JOIN pg_class AS r ON r.oid = s.oid
       ORDER BY n.nspname, t.relname, r.oid <> t.oid, r.relname, s.place, s.inherited
      """;
}
