package dev.tallystick.schema.queries;

import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Gives the empty tables of a shadow the sizes of full ones, inside the transaction that made
/// them. PostgreSQL's planner takes rows from the catalogue and pages from the files, so both are
/// told the same.
final class ShadowSizes {
  private final Connection connection;

  ShadowSizes(Connection connection) {
    this.connection = connection;
  }

  /// Returns what the sizes name and the shadow does not have.
  ///
  /// @throws StatisticsFailure if the statistics hold anything else
  List<String> apply(Sizes sizes) throws SQLException {
    var unknown =
        switch (sizes) {
          case Sizes.Assumed(var rows) -> assume(rows);
          case Sizes.Exported(var statistics) -> load(statistics);
        };
    growFiles();
    return unknown;
  }

  /// A partial index is taken to hold a tenth of the rows. A column of unknown width counts as 32
  /// bytes, as it does for the planner.
  private static final String ASSUME =
      """
      SELECT pg_restore_relation_stats(
               'schemaname', n.nspname::text, 'relname', c.relname::text,
               'relpages', ceil(s.rows * (w.width + s.overhead) / (8192 * s.fill))::integer,
               'reltuples', s.rows::real, 'relallvisible', 0)
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
       CROSS JOIN LATERAL (
               SELECT coalesce(sum(CASE WHEN t.typlen > 0 THEN t.typlen ELSE 32 END), 0) AS width
                 FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS w
       CROSS JOIN LATERAL (
               SELECT CASE WHEN i.indpred IS NULL THEN 1.0 ELSE 0.1 END * %1$d AS rows,
                      CASE WHEN c.relkind = 'i' THEN 16 ELSE 28 END AS overhead,
                      CASE WHEN c.relkind = 'i' THEN 0.9 ELSE 1 END AS fill) AS s
       WHERE c.relkind IN ('r', 'm', 'i') AND c.oid >= 16384
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  private List<String> assume(long rows) throws SQLException {
    run(ASSUME.formatted(rows));
    return List.of();
  }

  private List<String> load(Script statistics) throws SQLException {
    for (var statement : statistics.statements()) check(statistics, statement);
    run("SAVEPOINT statistics");
    try {
      run(statistics.text());
      return List.of();
    } catch (SQLException someMissing) {
      run("ROLLBACK TO SAVEPOINT statistics");
    }
    var unknown = new ArrayList<String>();
    for (var statement : statistics.statements()) {
      run("SAVEPOINT statistics");
      try {
        run(statement.text());
      } catch (SQLException missing) {
        run("ROLLBACK TO SAVEPOINT statistics");
        unknown.add(String.valueOf(missing.getMessage()).lines().findFirst().orElse(""));
      }
    }
    return List.copyOf(unknown);
  }

  /// The file is run as it is, so it must not hold anything else by mistake.
  private static void check(Script script, Statement statement) {
    if (statement.startsWith("select", "pg_restore_relation_stats")) return;
    if (statement.startsWith("select", "pg_restore_attribute_stats")) return;
    throw new StatisticsFailure(
        "%s:%s: only pg_restore_relation_stats and pg_restore_attribute_stats belong here; write the file with: tally schema stats export"
            .formatted(script.file(), script.position(statement.start())));
  }

  private static final String FILES =
      """
      SELECT current_setting('data_directory') AS folder, pg_relation_filepath(c.oid) AS file,
             c.relpages, current_setting('block_size')::integer AS page_bytes
        FROM pg_class AS c
       WHERE c.relkind IN ('r', 'm', 'i') AND c.oid >= 16384 AND c.relpages > 0
         AND pg_relation_filepath(c.oid) IS NOT NULL
      """;

  private void growFiles() throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(FILES)) {
      while (rows.next()) {
        var file = Path.of(rows.getString("folder"), rows.getString("file"));
        SparseFile.grow(file, (long) rows.getInt("relpages") * rows.getInt("page_bytes"));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot size the shadow's files", failure);
    }
  }

  private void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }
}
