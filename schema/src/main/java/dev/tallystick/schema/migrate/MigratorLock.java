package dev.tallystick.schema.migrate;

import dev.tallystick.postgres.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The lock that lets one runner at a time work on a database. Its session is never in a
/// transaction, and is the one that looks at what the migration's session does.
final class MigratorLock implements AutoCloseable {
  /// Any constant will do, as long as every Tallystick uses the same: "tally" in ASCII.
  private static final long KEY = 0x74616c6c79L;

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Connection connection;

  private MigratorLock(Connection connection) {
    this.connection = connection;
  }

  /// Waits for the runner that has it, however long that takes.
  static MigratorLock take(Database database, Consumer<MigrationEvent> listener)
      throws SQLException {
    var connection = database.separateConnection();
    try {
      // Hours may pass between two statements of this session.
      Session.execute(connection, "SET idle_session_timeout = 0");
      List<Blocker> told = List.of();
      while (!isTaken(connection)) {
        var holders = holders(connection);
        if (!holders.isEmpty() && !pids(holders).equals(pids(told))) {
          listener.accept(new MigrationEvent.Queued(holders));
          told = holders;
        }
        pause(PAUSE);
      }
      return new MigratorLock(connection);
    } catch (SQLException | RuntimeException | Error failure) {
      connection.close();
      throw failure;
    }
  }

  private static List<Integer> pids(List<Blocker> holders) {
    return holders.stream().map(Blocker::pid).toList();
  }

  /// Sleeps; an interrupt ends the migration between two parts.
  static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MigrationRefused("interrupted while waiting; run again to go on", e);
    }
  }

  /// Tried again and again, because a session that waits inside `pg_advisory_lock` has a snapshot:
  /// the runner that has the lock could not build an index concurrently while we wait for it.
  private static final String TRY =
      """
      SELECT pg_try_advisory_lock(?)
      """;

  private static boolean isTaken(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(TRY)) {
      statement.setLong(1, KEY);
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private static final String HOLDERS =
      """
      SELECT l.pid, a.usename, a.application_name, a.state, NULL AS query
        FROM pg_locks AS l
        LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
       WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND (l.classid::bigint << 32) + l.objid::bigint = ?
      """;

  private static List<Blocker> holders(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(HOLDERS)) {
      statement.setLong(1, KEY);
      var found = new ArrayList<Blocker>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) found.add(Blocker.of(rows));
      }
      return found;
    }
  }

  /// The session that holds the lock, for short queries in auto-commit mode.
  Connection connection() {
    return connection;
  }

  /// @throws MigrationRefused if the session is gone, and the lock with it
  void check() {
    try {
      Session.execute(connection, "SELECT 1");
    } catch (SQLException e) {
      throw new MigrationRefused(
          "the session that held the migration lock was ended; run again to go on", e);
    }
  }

  /// Ends the session, and with it the lock.
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
