package dev.tallystick.schema.shadow;

import dev.tallystick.schema.sql.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Runs migrations on a scratch database: no history, no locks, each statement by itself.
final class Replay {
  private Replay() {}

  /// @throws LoadFailure if a statement fails
  static void run(Connection connection, List<Script> migrations, Roles roles) throws SQLException {
    for (var script : migrations) {
      Shadow.execute(connection, "SET search_path TO DEFAULT");
      for (var statement : script.statements()) {
        try {
          Shadow.execute(connection, statement.text());
        } catch (SQLException failure) {
          if (!roles.madeFor(failure)) throw Complaint.of(script, statement, failure);
          Shadow.execute(connection, statement.text());
        }
      }
    }
  }
}
