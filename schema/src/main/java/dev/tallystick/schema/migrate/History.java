package dev.tallystick.schema.migrate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `<schema>.schema_migrations`.
final class History {
  private final String schema;

  /// @throws IllegalArgumentException if `schema` is not a plain lower-case identifier
  History(String schema) {
    if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("not a plain schema name: " + schema);
    }
    this.schema = schema;
  }

  /// The schema that holds the table.
  String schema() {
    return schema;
  }

  private static final String HAS_SCHEMA =
      """
      SELECT to_regnamespace(?) IS NOT NULL
      """;

  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS %1$s.schema_migrations (
          version text PRIMARY KEY,
          name text NOT NULL,
          checksum text NOT NULL,
          applied_at timestamptz NOT NULL DEFAULT now(),
          parts_done integer NOT NULL DEFAULT 0,
          done_checksum text,
          finished_at timestamptz
      )
      """;

  private static final String COMMENT =
      """
      COMMENT ON TABLE %1$s.schema_migrations IS
          'The migrations this database has; finished_at is null while parts of one wait'
      """;

  private static final String IS_OLD =
      """
      SELECT NOT EXISTS (SELECT FROM pg_attribute
                          WHERE attrelid = to_regclass(?) AND attname = 'finished_at')
      """;

  /// From the time when a migration was one transaction, and its version one number.
  private static final String EXTEND =
      """
      ALTER TABLE %1$s.schema_migrations
          ALTER COLUMN version TYPE text,
          ADD COLUMN parts_done integer NOT NULL DEFAULT 1,
          ADD COLUMN done_checksum text,
          ADD COLUMN finished_at timestamptz;
      ALTER TABLE %1$s.schema_migrations ALTER COLUMN parts_done SET DEFAULT 0;
      UPDATE %1$s.schema_migrations SET finished_at = applied_at;
      """;

  /// Makes the table, or brings an older one to the present form.
  void prepare(Connection connection) throws SQLException {
    boolean hasSchema = isTrue(connection, HAS_SCHEMA, schema);
    boolean hasTable = exists(connection);
    if (hasTable && !isTrue(connection, IS_OLD, table())) return;
    var steps = new ArrayList<String>();
    // PostgreSQL asks for the right to make schemas even where IF NOT EXISTS finds one.
    if (!hasSchema) steps.add("CREATE SCHEMA " + schema);
    if (hasTable) steps.add(EXTEND.formatted(schema));
    else steps.add(CREATE.formatted(schema));
    steps.add(COMMENT.formatted(schema));
    Session.inTransaction(
        connection,
        () -> {
          for (var step : steps) Session.execute(connection, step);
        });
  }

  private String table() {
    return schema + ".schema_migrations";
  }

  private static final String EXISTS =
      """
      SELECT to_regclass(?) IS NOT NULL
      """;

  /// Whether there is such a table, of whatever form.
  boolean exists(Connection connection) throws SQLException {
    return isTrue(connection, EXISTS, table());
  }

  private static boolean isTrue(Connection connection, String query, String parameter)
      throws SQLException {
    try (var statement = connection.prepareStatement(query)) {
      statement.setString(1, parameter);
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /// Through jsonb, so that the columns a table of an older version lacks are null and not an
  /// error: looking must not change it.
  private static final String READ =
      """
      SELECT m.version::text AS version, m.name, m.checksum, m.applied_at,
             coalesce((j.row ->> 'parts_done')::integer, 1) AS parts_done,
             j.row ->> 'done_checksum' AS done_checksum,
             CASE WHEN j.row ->> 'parts_done' IS NULL THEN m.applied_at
                  ELSE (j.row ->> 'finished_at')::timestamptz END AS finished_at
        FROM %s.schema_migrations AS m
       CROSS JOIN LATERAL (SELECT to_jsonb(m)) AS j (row)
      """;

  /// Its rows in the order of versions; none if there is no table.
  List<HistoryRow> read(Connection connection) throws SQLException {
    if (!exists(connection)) return List.of();
    var found = new ArrayList<HistoryRow>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(READ.formatted(schema))) {
      while (rows.next()) found.add(row(rows));
    }
    found.sort((a, b) -> a.version().compareTo(b.version()));
    return List.copyOf(found);
  }

  private static HistoryRow row(ResultSet row) throws SQLException {
    return new HistoryRow(
        Version.parse(row.getString("version")),
        row.getString("name"),
        row.getString("checksum"),
        row.getInt("parts_done"),
        Optional.ofNullable(row.getString("done_checksum")),
        row.getObject("applied_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(instant(row.getObject("finished_at", OffsetDateTime.class))));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static final String BEGIN =
      """
      INSERT INTO %s.schema_migrations (version, name, checksum)
      VALUES (?, ?, ?)
      ON CONFLICT (version) DO NOTHING
      """;

  /// Says that a migration is under way, before its first part that is no transaction: what that
  /// part leaves behind is then known to be ours.
  void begin(Connection connection, Migration migration) throws SQLException {
    try (var statement = connection.prepareStatement(BEGIN.formatted(schema))) {
      statement.setString(1, migration.version().toString());
      statement.setString(2, migration.name());
      statement.setString(3, migration.checksum());
      statement.executeUpdate();
    }
  }

  /// The condition on parts_done keeps a runner that lost its lock from doing a part twice.
  private static final String RECORD =
      """
      INSERT INTO %1$s.schema_migrations AS m
             (version, name, checksum, parts_done, done_checksum, finished_at)
      VALUES (?, ?, ?, ?, ?, CASE WHEN ? THEN clock_timestamp() END)
      ON CONFLICT (version) DO UPDATE
         SET name = excluded.name, checksum = excluded.checksum, parts_done = excluded.parts_done,
             done_checksum = excluded.done_checksum, finished_at = excluded.finished_at
       WHERE m.parts_done = ? AND m.finished_at IS NULL
      """;

  /// Records in the caller's transaction that the first `partsDone` parts are done.
  ///
  /// @throws MigrationRefused if another runner was quicker
  void record(Connection connection, Migration migration, int partsBefore, int partsDone)
      throws SQLException {
    try (var statement = connection.prepareStatement(RECORD.formatted(schema))) {
      statement.setString(1, migration.version().toString());
      statement.setString(2, migration.name());
      statement.setString(3, migration.checksum());
      statement.setInt(4, partsDone);
      statement.setString(5, migration.checksumOfFirst(partsDone));
      statement.setBoolean(6, partsDone == migration.parts().size());
      statement.setInt(7, partsBefore);
      if (statement.executeUpdate() == 0) {
        throw new MigrationRefused(
            "another runner applied a part of %s meanwhile; run again"
                .formatted(migration.label()));
      }
    }
  }
}
