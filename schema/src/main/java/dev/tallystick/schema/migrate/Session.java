package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;

/// What the sessions of a runner have in common.
final class Session {
  private Session() {}

  /// Work that talks to a database.
  interface Work {
    void run() throws SQLException;
  }

  /// Runs one statement as it is written: nothing in it is a parameter or an escape of JDBC.
  static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      var _ = statement.execute(sql);
    }
  }

  /// The one value that a query returns.
  static String text(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /// Runs `work` in a transaction of `connection`, which is in auto-commit mode before and after.
  static void inTransaction(Connection connection, Work work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } catch (SQLException | RuntimeException | Error failure) {
      try {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException e) {
        // The session broke: that is why the work failed, and it is rolled back anyway.
        failure.addSuppressed(e);
      }
      throw failure;
    }
    connection.setAutoCommit(true);
  }

  /// Whether a statement changes a setting of the session beyond its transaction.
  static boolean isSetting(Statement statement) {
    if (statement.startsWith("reset")) return true;
    return statement.startsWith("set")
        && !statement.startsWith("set", "local")
        && !statement.startsWith("set", "constraints")
        && !statement.startsWith("set", "transaction");
  }

  /// Whether a statement begins or ends a transaction, which is the runner's to do.
  static boolean isTransactionControl(Statement statement) {
    for (var keyword : new String[] {"begin", "commit", "end", "rollback", "abort"}) {
      if (statement.startsWith(keyword) && !isToSavepoint(statement)) return true;
    }
    return statement.startsWith("start", "transaction")
        || statement.startsWith("prepare", "transaction");
  }

  private static boolean isToSavepoint(Statement statement) {
    return statement.startsWith("rollback") && statement.has("to");
  }
}
