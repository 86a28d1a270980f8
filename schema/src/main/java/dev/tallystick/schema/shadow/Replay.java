package dev.tallystick.schema.shadow;

import dev.tallystick.schema.sql.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/// Runs migrations on a scratch database: no history, no locks, each statement by itself.
final class Replay {
  private static final Pattern NO_ROLE = Pattern.compile("role \"(.+)\" does not exist");

  private Replay() {}

  /// @throws LoadFailure if a statement fails
  static void run(Connection connection, List<Script> migrations, boolean makesRoles)
      throws SQLException {
    for (var script : migrations) {
      Shadow.execute(connection, "SET search_path TO DEFAULT");
      for (var statement : script.statements()) {
        try {
          Shadow.execute(connection, statement.text());
        } catch (SQLException failure) {
          var role = NO_ROLE.matcher(Complaint.message(failure));
          if (!makesRoles || !role.find()) throw Complaint.of(script, statement, failure);
          Shadow.execute(connection, "CREATE ROLE \"" + role.group(1) + "\"");
          Shadow.execute(connection, statement.text());
        }
      }
    }
  }
}
