package dev.tallystick.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// The connection that proves a server usable, and makes its database if it has none yet.
final class FirstConnection {
  private static final String NO_SUCH_DATABASE = "3D000";

  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private FirstConnection() {}

  /// Returns whether the server is still there: a killed one is seen for a moment after its death.
  static boolean make(DatabaseUrl url, BooleanSupplier isAlive) {
    var deadline = Deadline.in(WAIT_MAX);
    while (true) {
      try {
        run(url, "SELECT 1");
        return true;
      } catch (SQLException failure) {
        var state = SqlState.of(failure);
        if (state.code().equals(NO_SUCH_DATABASE)) createDatabase(url);
        else if (!isAlive.getAsBoolean()) return false;
        else if (state.isUnavailable() && !deadline.isOver()) Deadline.pause(PAUSE);
        else throw refused(url, failure);
      }
    }
  }

  private static void createDatabase(DatabaseUrl url) {
    try {
      run(url.withName("postgres"), "CREATE DATABASE " + url.name());
    } catch (SQLException failure) {
      // Somebody who was killed had asked for the database; PostgreSQL made it all the same.
      if (!SqlState.of(failure).isDuplicateDatabase()) throw refused(url, failure);
    }
  }

  private static void run(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect(Map.of());
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  static ServerFailure refused(DatabaseUrl url, SQLException failure) {
    return new ServerFailure(
        "PostgreSQL runs at %s but does not let us in: %s. Its password is in the file `password`"
                .formatted(url, failure.getMessage())
            + " of its directory; if that was changed, set it back, or name another directory.",
        failure);
  }
}
