package dev.tallystick.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/// What to do about the leftovers of an index build before it is run again.
final class IndexRepair {
  private final Connection connection;
  private final Consumer<String> dropped;

  /// @param dropped is told the name of each invalid index that was dropped
  IndexRepair(Connection connection, Consumer<String> dropped) {
    this.connection = connection;
    this.dropped = dropped;
  }

  /// Drops the invalid index that stands where `index` wants to go, and says whether there is
  /// nothing left to do because an interrupted run has done it.
  ///
  /// A valid index counts as done only when this migration was interrupted at this very statement
  /// (`isResumed`), and only if it equals what the statement would build on an empty table with the
  /// same columns. In a first run it is somebody else's, and PostgreSQL refuses to make another.
  ///
  /// @throws MigrationRefused if another session builds that index now, or if the index differs
  boolean isDoneAlready(ConcurrentIndex index, boolean isResumed) throws SQLException {
    return switch (index) {
      case ConcurrentIndex.Drop(var name) -> isResumed && !exists(name);
      case ConcurrentIndex.Creation creation -> {
        var found = find(creation);
        if (found.isEmpty()) yield false;
        if (!found.get().isValid()) {
          drop(found.get());
          yield false;
        }
        if (!isResumed) yield false;
        if (isSame(creation, found.get())) yield true;
        throw new MigrationRefused(
            "an index %s is there, but it is not the one that this statement builds; drop or rename it, then run again"
                .formatted(found.get().name()));
      }
    };
  }

  private static final String EXISTS =
      """
      SELECT to_regclass(?) IS NOT NULL
      """;

  private boolean exists(String name) throws SQLException {
    try (var statement = connection.prepareStatement(EXISTS)) {
      statement.setString(1, name);
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /// @param name with its schema, quoted
  /// @param builder the session that builds it now, 0 if none does
  private record Found(long oid, String name, boolean isValid, int builder) {}

  private static final String FIND =
      """
      SELECT c.oid::bigint, format('%I.%I', n.nspname, c.relname) AS name, i.indisvalid,
             coalesce((SELECT min(p.pid)
                         FROM pg_stat_progress_create_index AS p
                        WHERE p.index_relid = c.oid AND p.datname = current_database()), 0) AS pid
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE i.indrelid = to_regclass(?) AND c.relname = ?::name
      """;

  private Optional<Found> find(ConcurrentIndex.Creation creation) throws SQLException {
    try (var statement = connection.prepareStatement(FIND)) {
      statement.setString(1, creation.table());
      statement.setString(2, creation.name());
      try (var rows = statement.executeQuery()) {
        if (!rows.next()) return Optional.empty();
        return Optional.of(
            new Found(
                rows.getLong("oid"),
                rows.getString("name"),
                rows.getBoolean("indisvalid"),
                rows.getInt("pid")));
      }
    }
  }

  private void drop(Found found) throws SQLException {
    if (found.builder() != 0) {
      throw new MigrationRefused(
          "process %d builds the index %s now; wait for it or end it, then run again"
              .formatted(found.builder(), found.name()));
    }
    Session.execute(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + found.name());
    dropped.accept(found.name());
  }

  private static final String TWIN_TABLE =
      """
      CREATE TEMPORARY TABLE tally_twin (LIKE %s) ON COMMIT DROP
      """;

  private static final String TWIN_INDEX =
      """
      CREATE %s INDEX tally_twin_index ON pg_temp.tally_twin %s
      """;

  /// Column by column, because a table that lost a column counts its columns differently.
  // tally:sql skip (the twin is there only when this runs)
  private static final String IS_SAME =
      """
      SELECT count(DISTINCT jsonb_build_array(
                 c.relam::bigint, i.indisunique, i.indnullsnotdistinct, i.indnkeyatts,
                 i.indclass::text, i.indcollation::text, i.indoption::text, c.reloptions,
                 pg_get_expr(i.indpred, i.indrelid),
                 (SELECT array_agg(pg_get_indexdef(i.indexrelid, k, false) ORDER BY k)
                    FROM generate_series(1, i.indnatts) AS k))) = 1
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
       WHERE i.indexrelid IN (?::oid, 'pg_temp.tally_twin_index'::regclass)
      """;

  private boolean isSame(ConcurrentIndex.Creation creation, Found found) throws SQLException {
    connection.setAutoCommit(false);
    try {
      Session.execute(connection, TWIN_TABLE.formatted(creation.table()));
      var unique = creation.isUnique() ? "UNIQUE" : "";
      Session.execute(connection, TWIN_INDEX.formatted(unique, creation.definition()));
      try (var statement = connection.prepareStatement(IS_SAME)) {
        statement.setLong(1, found.oid());
        try (var rows = statement.executeQuery()) {
          return rows.next() && rows.getBoolean(1);
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
