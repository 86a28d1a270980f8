package dev.tallystick.postgres.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.DatabaseUrl;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A feed, and what it says as lines that are easy to compare.
final class TestingFeed implements AutoCloseable {
  private static final long WAIT_SECONDS_MAX = 30;

  private final LinkedBlockingQueue<FeedEvent> events = new LinkedBlockingQueue<>();
  private final List<FeedEvent> before = new ArrayList<>();
  private final ChangeFeed feed;

  private TestingFeed(DatabaseUrl url, ChangeFeed.Selection selection) throws SQLException {
    this.feed = ChangeFeed.open(url, selection, events::add);
  }

  /// A feed that sees changes from now on.
  static TestingFeed of(DatabaseUrl url, String... tables)
      throws SQLException, InterruptedException {
    return started(starting(url, tables));
  }

  static TestingFeed where(DatabaseUrl url, String condition, String... tables)
      throws SQLException, InterruptedException {
    return started(starting(url, Optional.of(condition), new Columns.All(), tables));
  }

  static TestingFeed showing(DatabaseUrl url, Columns columns, String... tables)
      throws SQLException, InterruptedException {
    return started(starting(url, Optional.empty(), columns, tables));
  }

  /// A feed that may not see changes yet.
  static TestingFeed starting(DatabaseUrl url, String... tables) throws SQLException {
    return starting(url, Optional.empty(), new Columns.All(), tables);
  }

  private static TestingFeed starting(
      DatabaseUrl url, Optional<String> where, Columns columns, String... tables)
      throws SQLException {
    return new TestingFeed(
        url, new ChangeFeed.Selection(List.of(tables), where, columns, Duration.ofMillis(20)));
  }

  private static TestingFeed started(TestingFeed feed) throws InterruptedException {
    var _ = feed.awaitStart();
    return feed;
  }

  /// What was said until changes are seen, and how they are found.
  FeedEvent.Way awaitStart() throws InterruptedException {
    while (true) {
      var event = next();
      if (event instanceof FeedEvent.Started(var way)) return way;
      before.add(event);
    }
  }

  /// What the feed said before it started.
  List<String> notes() {
    return before.stream()
        .map(event -> event instanceof FeedEvent.Note(var text) ? text : event.toString())
        .toList();
  }

  FeedEvent next() throws InterruptedException {
    var event = events.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(event).as("something that the feed says").isNotNull();
    return event;
  }

  /// The next changes, one line each.
  List<String> changes(int count) throws InterruptedException {
    var lines = new ArrayList<String>();
    while (lines.size() < count) {
      var event = next();
      assertThat(event).isInstanceOf(FeedEvent.Changed.class);
      ((FeedEvent.Changed) event).changes().forEach(change -> lines.add(line(change)));
    }
    return lines;
  }

  private static String line(Change change) {
    var table = change.table().name();
    return switch (change) {
      case Change.Inserted(var _, var _, var row) -> "%s +%s".formatted(table, text(row));
      case Change.Updated update ->
          "%s ~%s → %s".formatted(table, text(update.before()), text(update.after()));
      case Change.Deleted(var _, var _, var row) -> "%s -%s".formatted(table, text(row));
      case Change.Truncated _ -> table + " truncated";
    };
  }

  private static String text(Row row) {
    return row.cells().stream()
        .map(
            cell ->
                switch (cell) {
                  case Cell.Text(var text) -> text.length() > 40 ? "<" + text.length() + ">" : text;
                  case Cell.Null() -> "∅";
                  case Cell.Unknown() -> "?";
                })
        .collect(Collectors.joining(","));
  }

  @Override
  public void close() {
    feed.close();
  }

  /// Runs statements, each in a transaction of its own unless it says otherwise.
  static void run(DatabaseUrl url, String... statements) throws SQLException {
    try (var connection = url.connect(Map.of("preferQueryMode", "simple"))) {
      for (var sql : statements) Session.run(connection, sql);
    }
  }

  /// The first value that a query finds.
  static String one(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = Session.open(url)) {
      return Session.one(connection, sql);
    }
  }
}
