package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;

/// One migration on a scratch database.
final class Replay {
  private Replay() {}

  static void run(Connection connection, Migration migration) {
    try {
      for (var part : migration.parts()) run(connection, migration, part);
      if (leavesSettings(migration)) {
        Session.execute(connection, "SET SESSION AUTHORIZATION DEFAULT");
        Session.execute(connection, "RESET ALL");
      }
    } catch (StatementFailure failure) {
      throw new MigrationRefused(String.valueOf(failure.getMessage()), failure);
    } catch (SQLException e) {
      throw new MigrationRefused(
          "%s: %s".formatted(migration.file(), Complaint.of(e).describe()), e);
    }
  }

  private static void run(Connection connection, Migration migration, Part part)
      throws StatementFailure, SQLException {
    switch (part) {
      case Part.Alone(var statement) -> run(connection, migration, statement);
      case Part.Transaction(var statements) -> {
        connection.setAutoCommit(false);
        try {
          for (var statement : statements) run(connection, migration, statement);
          connection.commit();
        } finally {
          // The driver commits at this switch: what failed must be gone before.
          if (!connection.isClosed()) {
            connection.rollback();
            connection.setAutoCommit(true);
          }
        }
      }
    }
  }

  private static void run(Connection connection, Migration migration, Statement statement)
      throws StatementFailure {
    try {
      Session.execute(connection, statement.text());
    } catch (SQLException e) {
      throw new StatementFailure(migration, statement, e);
    }
  }

  private static boolean leavesSettings(Migration migration) {
    return migration.script().statements().stream()
        .anyMatch(statement -> Session.isSetting(statement) || statement.has("set_config"));
  }
}
