package dev.tallystick.schema.plan;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How large the tables of a live database are: what a lock or a rewrite weighs.
///
/// @param tables by name with schema
public record TableSizes(Map<String, Size> tables) {
  /// A table with its indexes and its long values.
  ///
  /// @param rows as PostgreSQL estimated them last; -1 where it never has
  public record Size(long bytes, long rows) {
    /// `1.2 GB, about 3.4 M rows`.
    @Override
    public String toString() {
      return rows < 0
          ? scaled(bytes, 1024, "B") + ", rows not counted yet"
          : scaled(bytes, 1024, "B") + ", about " + scaled(rows, 1000, "rows");
    }

    private static String scaled(long count, int step, String unit) {
      var prefixes = " kMGTP";
      int power = 0;
      long whole = count;
      long rest = 0;
      while (whole >= step && power < prefixes.length() - 1) {
        rest = whole % step;
        whole /= step;
        power++;
      }
      var tenth = whole < 10 && power > 0 ? "." + rest * 10 / step : "";
      var prefix = power == 0 ? "" : String.valueOf(prefixes.charAt(power));
      var gap = unit.equals("B") ? "" : " ";
      return whole + tenth + " " + prefix + (power == 0 ? "" : gap) + unit;
    }
  }

  /// Nothing known.
  public static TableSizes unknown() {
    return new TableSizes(Map.of());
  }

  private static final String SIZES =
      """
      SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name,
             pg_total_relation_size(c.oid) AS bytes, c.reltuples::bigint AS rows
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'm') AND c.oid >= 16384 AND n.nspname !~ '^pg_'
         AND n.nspname <> 'information_schema'
      """;

  /// The sizes in the database of `connection`.
  public static TableSizes read(Connection connection) throws SQLException {
    var tables = new TreeMap<String, Size>();
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SIZES)) {
      while (rows.next()) {
        tables.put(rows.getString("name"), new Size(rows.getLong("bytes"), rows.getLong("rows")));
      }
    }
    return new TableSizes(Collections.unmodifiableMap(tables));
  }

  /// The size of a table, if it is known.
  public Optional<Size> of(String table) {
    return Optional.ofNullable(tables.get(table));
  }
}
