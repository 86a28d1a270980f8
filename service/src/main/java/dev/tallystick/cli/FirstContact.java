package dev.tallystick.cli;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.SqlState;
import java.sql.SQLException;
import java.util.Map;

/// The first connection to somebody's database: it finds out what would fail later, and says in a
/// sentence what is wrong and what to do.
public final class FirstContact {
  private static final int MAJOR_MIN = 15;
  private static final String WAIT_SECONDS_MAX = "10";

  private FirstContact() {}

  /// @throws Failure if the database cannot be used
  public static void check(DatabaseUrl url) {
    try (var connection = url.connect(Map.of("loginTimeout", WAIT_SECONDS_MAX))) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < MAJOR_MIN) {
        throw new Failure(
            "%s is PostgreSQL %d; Tallystick needs %d or newer".formatted(url, major, MAJOR_MIN));
      }
    } catch (SQLException e) {
      throw new Failure(explain(url, e), e);
    }
  }

  private static String explain(DatabaseUrl url, SQLException e) {
    var cure =
        switch (SqlState.of(e).code()) {
          case "08001", "08004", "08006" -> "Is the server running, and are host and port right?";
          case "28P01", "28000" -> "Check user and password in --database-url.";
          case "3D000" -> "Make it with: CREATE DATABASE \"" + url.name() + "\"";
          default -> "Check --database-url (or TALLY_DATABASE_URL).";
        };
    return "cannot connect to %s: %s%n%s".formatted(url, e.getMessage(), cure);
  }
}
