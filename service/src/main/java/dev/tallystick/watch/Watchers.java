package dev.tallystick.watch;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.changes.ChangeFeed;
import dev.tallystick.postgres.changes.Columns;
import dev.tallystick.postgres.changes.FeedEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// All who watch the product's tables in this process. A table's feed begins with its first watcher
/// and ends with its last. Thread-safe.
public final class Watchers implements AutoCloseable {
  static final int WATCHERS_MAX = 100;

  /// Each needs two connections and a replication slot, of which PostgreSQL has ten by default.
  static final int FEEDS_MAX = 4;

  private static final Duration POLL_EVERY = Duration.ofSeconds(1);

  /// What never leaves the server, by the names of columns. The last one is db-scheduler's.
  private static final Pattern WITHHELD =
      Pattern.compile("(^|_)(secret|hash|password)(_|$)|^task_data$");

  private final Database database;
  private final DatabaseUrl url;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, TableFeed> feeds = new HashMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private boolean isClosed;

  public Watchers(Database database, DatabaseUrl url) {
    this.database = database;
    this.url = url;
  }

  static boolean isWithheld(String column) {
    return WITHHELD.matcher(column).find();
  }

  private static final String TABLES =
      """
      SELECT c.relname, a.attname
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relnamespace = 'tally'::regnamespace AND c.relkind IN ('r', 'p')
         AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
      """;

  /// The tables that can be watched, with the columns that are shown.
  Map<String, Set<String>> tables() {
    return database.inTransaction(
        tx ->
            tx
                .query(TABLES)
                .map((row, _) -> Map.entry(row.getString("relname"), row.getString("attname")))
                .list()
                .stream()
                .filter(column -> !isWithheld(column.getValue()))
                .collect(
                    Collectors.groupingBy(
                        Map.Entry::getKey,
                        TreeMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toSet()))));
  }

  /// Begins to watch.
  ///
  /// @param names of tables, without a schema
  /// @param columns those to show; empty for all that may be shown
  /// @throws SQLException if the database is out of reach
  public Watching watch(Set<String> names, Set<String> columns) throws SQLException {
    var tables = tables();
    var shown = new TreeSet<String>();
    for (var name : names) {
      var its = tables.get(name);
      if (its == null) {
        return new Watching.TableUnknown(
            "there is no table %s; there are %s"
                .formatted(name, String.join(", ", tables.keySet())));
      }
      shown.addAll(its);
    }
    for (var column : columns) {
      if (!shown.contains(column)) {
        return new Watching.ColumnUnknown(
            "there is no column %s; there are %s".formatted(column, String.join(", ", shown)));
      }
    }
    lock.lock();
    try {
      return begin(names, columns.isEmpty() ? new Columns.All() : new Columns.Only(columns));
    } finally {
      lock.unlock();
    }
  }

  private Watching begin(Set<String> names, Columns columns) throws SQLException {
    if (isClosed) return new Watching.Closed();
    if (watchers.size() == WATCHERS_MAX) {
      return new Watching.Full("%d clients watch already".formatted(WATCHERS_MAX));
    }
    var more = names.stream().filter(name -> !feeds.containsKey(name)).toList();
    if (feeds.size() + more.size() > FEEDS_MAX) {
      return new Watching.Full(
          "%d tables can be watched at the same time; watched now: %s"
              .formatted(FEEDS_MAX, String.join(", ", feeds.keySet())));
    }
    var watcher = new Watcher(columns, this::leave);
    watchers.add(watcher);
    try {
      for (var name : names) {
        var feed = feeds.get(name);
        if (feed == null) {
          feed = new TableFeed(url, name);
          feeds.put(name, feed);
        }
        feed.add(watcher);
      }
      return new Watching.Begun(watcher);
    } catch (SQLException | RuntimeException failure) {
      leave(watcher);
      throw failure;
    }
  }

  private void leave(Watcher watcher) {
    var left = new ArrayList<TableFeed>();
    lock.lock();
    try {
      watchers.remove(watcher);
      feeds.values().removeIf(feed -> feed.isLeftBy(watcher) && left.add(feed));
    } finally {
      lock.unlock();
    }
    // It takes a moment, in which others need not wait.
    left.forEach(TableFeed::close);
  }

  /// How many watch.
  public int count() {
    lock.lock();
    try {
      return watchers.size();
    } finally {
      lock.unlock();
    }
  }

  /// Tells all watchers that nothing more comes.
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      watchers.forEach(watcher -> watcher.accept(new FeedEvent.Ended("the server is stopping")));
      feeds.values().forEach(TableFeed::close);
      feeds.clear();
    } finally {
      lock.unlock();
    }
  }

  /// One table's feed and those who read it. Guarded by the lock, but for what the feed says.
  private static final class TableFeed {
    private final List<Watcher> readers = new ArrayList<>();
    private final ChangeFeed feed;
    private Optional<FeedEvent> started = Optional.empty();

    TableFeed(DatabaseUrl url, String table) throws SQLException {
      this.feed =
          ChangeFeed.open(
              url,
              new ChangeFeed.Selection(
                  List.of("tally.\"%s\"".formatted(table)),
                  Optional.empty(),
                  new Columns.Except(Watchers::isWithheld),
                  POLL_EVERY),
              this::say);
    }

    private synchronized void say(FeedEvent event) {
      if (event instanceof FeedEvent.Started) started = Optional.of(event);
      if (event instanceof FeedEvent.Interrupted) started = Optional.empty();
      readers.forEach(reader -> reader.accept(event));
    }

    /// A reader who comes late hears at once that changes are seen.
    synchronized void add(Watcher reader) {
      readers.add(reader);
      started.ifPresent(reader);
    }

    /// Whether this was its last reader.
    synchronized boolean isLeftBy(Watcher reader) {
      return readers.remove(reader) && readers.isEmpty();
    }

    void close() {
      feed.close();
    }
  }
}
