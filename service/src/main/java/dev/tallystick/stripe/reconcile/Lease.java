package dev.tallystick.stripe.reconcile;

import dev.tallystick.postgres.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The right to reconcile, which one process has at a time. It ends with the process, however that
/// ends: it is a lock of a connection.
final class Lease implements AutoCloseable {
  // A machine that vanished is noticed within half a minute.
  private static final String KEEP_ALIVE =
      """
      SET tcp_keepalives_idle = 10;
      SET tcp_keepalives_interval = 5;
      SET tcp_keepalives_count = 4;
      """;

  private static final String TAKE =
      """
      SELECT pg_try_advisory_lock(hashtextextended('tally.reconciliations', 0))
      """;

  private static final String GIVE_BACK =
      """
      SELECT pg_advisory_unlock(hashtextextended('tally.reconciliations', 0))
      """;

  private final Connection connection;

  private Lease(Connection connection) {
    this.connection = connection;
  }

  /// Takes it, unless somebody has it.
  static Optional<Lease> take(Database database) {
    try {
      var connection = database.separateConnection();
      try {
        if (isTaken(connection)) return Optional.of(new Lease(connection));
      } catch (SQLException failure) {
        connection.close();
        throw failure;
      }
      connection.close();
      return Optional.empty();
    } catch (SQLException failure) {
      throw new IllegalStateException("the database cannot be asked who reconciles", failure);
    }
  }

  private static boolean isTaken(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      var _ = statement.execute(KEEP_ALIVE);
      try (var answer = statement.executeQuery(TAKE)) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  @Override
  public void close() {
    // The server ends a connection some time after we close it: the next one would find it taken.
    try (connection;
        var statement = connection.createStatement()) {
      var _ = statement.execute(GIVE_BACK);
    } catch (SQLException _) {
      // The lock ends with the connection all the same.
    }
  }
}
