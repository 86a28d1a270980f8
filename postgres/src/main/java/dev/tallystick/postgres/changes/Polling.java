package dev.tallystick.postgres.changes;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Changes as they show when tables are read again and again.
final class Polling {
  private static final String NOW =
      """
      SELECT clock_timestamp()
      """;

  private final Connection connection;
  private final List<PolledTable> tables;
  private final Duration every;

  /// Reads the tables for the first time; changes after this are seen.
  static Polling begin(
      Connection connection, List<FollowedTable> tables, Duration every, Consumer<FeedEvent> sink)
      throws SQLException {
    var polled = new ArrayList<PolledTable>();
    for (var table : tables) polled.add(new PolledTable(table, sink));
    var polling = new Polling(connection, polled, every);
    try {
      for (var table : polled) table.begin(connection);
    } catch (SQLException failure) {
      if (!"42501".equals(failure.getSQLState())) throw failure;
      throw new FeedRefused("the tables may not be read: " + failure.getMessage());
    }
    return polling;
  }

  private Polling(Connection connection, List<PolledTable> tables, Duration every) {
    this.connection = connection;
    this.tables = tables;
    this.every = every;
  }

  /// Hands changes on until `closed`.
  void run(ChangeSink changes, CountDownLatch closed) throws SQLException, InterruptedException {
    while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
      var found = new ArrayList<Change>();
      for (var table : tables) found.addAll(table.look(connection, now()));
      if (!found.isEmpty()) changes.accept(List.copyOf(found));
    }
  }

  private Instant now() throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(NOW)) {
      var _ = row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }
}
