package dev.tallystick.cli.watch;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.schema.sql.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A statement that is run again and again on a connection of its own, which is made when it is
/// needed.
///
/// [#run] is called by one thread; [#cancel] by any.
final class WatchedStatement implements AutoCloseable {
  private static final Map<String, String> CONNECTION =
      Map.of(
          "ApplicationName", "tally watch",
          "tcpKeepAlive", "true",
          "connectTimeout", "10",
          "cancelSignalTimeout", "2",
          // Values as PostgreSQL prints them: the driver asks for binary ones where it prepares.
          "prepareThreshold", "0",
          "binaryTransfer", "false");

  /// The server looks whether its client is still there even in the middle of a statement, so that
  /// a watch that was killed leaves none running.
  private static final String LOOK_FOR_CLIENT = "SET client_connection_check_interval = '1s'";

  private static final int ANSWER_WAIT_SECONDS_MAX = 2;

  private final DatabaseUrl url;
  private final Statement statement;
  private final int rowsMax;
  private final InstantSource clock;
  private volatile @Nullable Connection connection;
  private volatile java.sql.@Nullable Statement running;

  /// @param rowsMax how many rows of a result are fetched at most
  WatchedStatement(DatabaseUrl url, Statement statement, int rowsMax, InstantSource clock) {
    this.url = url;
    this.statement = statement;
    this.rowsMax = rowsMax;
    this.clock = clock;
  }

  /// What is run, as PostgreSQL gets it.
  String sql() {
    return statement.text();
  }

  /// Runs it once.
  Run run() {
    var at = clock.instant();
    long start = System.nanoTime();
    Connection open;
    try {
      open = connection();
    } catch (SQLException failure) {
      return run(at, start, new Outcome.Lost(message(failure)));
    }
    try {
      start = System.nanoTime();
      return run(at, start, execute(open));
    } catch (SQLException failure) {
      return run(
          at, start, isAlive(open) ? new Outcome.Refused(Refusal.of(failure)) : lost(failure));
    }
  }

  private static Run run(Instant at, long start, Outcome outcome) {
    return new Run(at, Duration.ofNanos(System.nanoTime() - start), outcome);
  }

  private static String message(SQLException failure) {
    return String.valueOf(failure.getMessage());
  }

  private Connection connection() throws SQLException {
    var open = connection;
    if (open != null) return open;
    var made = url.connect(CONNECTION);
    try (var setting = made.createStatement()) {
      var _ = setting.execute(LOOK_FOR_CLIENT);
    } catch (SQLException _) {
      // Some systems cannot look, and some poolers do not let one ask for it.
    }
    connection = made;
    return made;
  }

  private Outcome execute(Connection open) throws SQLException {
    try (var executed = open.createStatement()) {
      // Question marks and braces are PostgreSQL's, not JDBC's.
      executed.setEscapeProcessing(false);
      // One more than is shown tells that there are more; PostgreSQL makes no further ones.
      executed.setMaxRows(rowsMax + 1);
      running = executed;
      if (!executed.execute(sql())) {
        var command = statement.tokens().getFirst().text().toUpperCase(Locale.ROOT);
        return new Outcome.Done(command, Math.max(0, executed.getLargeUpdateCount()));
      }
      try (var rows = executed.getResultSet()) {
        return new Outcome.Rows(snapshot(rows));
      }
    } finally {
      running = null;
    }
  }

  private Snapshot snapshot(ResultSet result) throws SQLException {
    var described = result.getMetaData();
    int width = described.getColumnCount();
    var rows = new ArrayList<Row>();
    while (rows.size() < rowsMax && result.next()) {
      var cells = new ArrayList<@Nullable String>(width);
      for (int i = 1; i <= width; i++) cells.add(result.getString(i));
      rows.add(new Row(cells));
    }
    boolean hasMore = rows.size() == rowsMax && result.next();
    var columns = new ArrayList<Column>(width);
    for (int i = 1; i <= width; i++) {
      columns.add(new Column(described.getColumnLabel(i), described.getColumnTypeName(i)));
    }
    return new Snapshot(columns, rows, hasMore);
  }

  private static boolean isAlive(Connection open) {
    try {
      return open.isValid(ANSWER_WAIT_SECONDS_MAX);
    } catch (SQLException _) {
      return false;
    }
  }

  private Outcome lost(SQLException failure) {
    close();
    return new Outcome.Lost(message(failure));
  }

  /// Ends the run that is under way, on the server too.
  void cancel() {
    var executed = running;
    if (executed == null) return;
    try {
      executed.cancel();
    } catch (SQLException _) {
      // The server notices that its client has gone.
    }
  }

  /// Ends the connection, with a run that could not be cancelled or without one.
  @Override
  public void close() {
    var open = connection;
    connection = null;
    if (open == null) return;
    try {
      if (running == null) open.close();
      else open.abort(Runnable::run);
    } catch (SQLException _) {
      // It was broken before.
    }
  }
}
