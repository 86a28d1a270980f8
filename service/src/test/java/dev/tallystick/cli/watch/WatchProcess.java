package dev.tallystick.cli.watch;

import static dev.tallystick.postgres.Eventually.eventually;

import dev.tallystick.cli.TestingTally;
import dev.tallystick.postgres.DatabaseUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `tally watch` as a process of its own, and the database it watches.
final class WatchProcess {
  static final int WAIT_SECONDS_MAX = 60;

  private WatchProcess() {}

  /// The command line; the database comes in the environment.
  static List<String> command(String... arguments) {
    return TestingTally.words(
        Stream.concat(Stream.of("watch"), Stream.of(arguments)).toArray(String[]::new));
  }

  static ProcessBuilder builder(DatabaseUrl url, List<String> command) {
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("TALLY_"));
    builder.environment().put("TALLY_DATABASE_URL", url.withPassword());
    builder.environment().remove("NO_COLOR");
    builder.environment().put("TERM", "xterm-256color");
    return builder;
  }

  static void run(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect(Map.of());
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  /// Waits until so many watches run a statement that matches `pattern` on the server.
  static void awaitRunning(DatabaseUrl url, String pattern, int count) {
    var counted =
        """
        SELECT count(*)
          FROM pg_stat_activity
         WHERE application_name = 'tally watch'
           AND state = 'active'
           AND datname = current_database()
           AND query LIKE '%s'
        """;
    await(url, count + " watches run " + pattern, counted.formatted(pattern), count);
  }

  /// Waits until so many sessions were ended by the server, because their client had gone.
  static void awaitBroken(DatabaseUrl url, int count) {
    var counted =
        """
        SELECT sessions_fatal + sessions_abandoned
          FROM pg_stat_database
         WHERE datname = current_database()
        """;
    await(url, count + " sessions were broken", counted, count);
  }

  private static void await(DatabaseUrl url, String what, String query, int count) {
    eventually(
        what,
        () -> {
          try (var connection = url.connect(Map.of());
              var statement = connection.createStatement();
              var rows = statement.executeQuery(query)) {
            return rows.next() && rows.getInt(1) == count;
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /// The next line that a process prints.
  static String line(BufferedReader out) {
    return CompletableFuture.supplyAsync(() -> read(out))
        .orTimeout(WAIT_SECONDS_MAX, TimeUnit.SECONDS)
        .join();
  }

  private static String read(BufferedReader out) {
    try {
      return String.valueOf(out.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
