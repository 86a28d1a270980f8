package dev.tallystick.schema.shadow;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.SqlState;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;

/// Makes the roles that SQL names and a server of ours lacks: roles belong to the server, not to
/// the schema, so the files say nothing about them.
final class Roles {
  private static final Pattern MISSING = Pattern.compile("role \"(.+)\" does not exist");

  private final DatabaseUrl server;
  private final boolean isOurs;

  Roles(DatabaseUrl server, boolean isOurs) {
    this.server = server;
    this.isOurs = isOurs;
  }

  /// Whether `failure` was for want of a role that is there now.
  boolean madeFor(Exception failure) throws SQLException {
    var role = MISSING.matcher(String.valueOf(failure.getMessage()));
    if (!isOurs || !role.find()) return false;
    try (var connection = server.connect(Map.of())) {
      Shadow.execute(connection, "CREATE ROLE \"" + role.group(1).replace("\"", "\"\"") + "\"");
    } catch (SQLException taken) {
      // Another process was quicker.
      var state = SqlState.of(taken);
      if (!state.code().equals("42710") && !state.isUniqueViolation()) throw taken;
    }
    return true;
  }
}
