package dev.tallystick.postgres.changes;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.SqlState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows tables and says what other sessions commit to them: by replication where the server has
/// it and lets us, otherwise by polling. When the connection is lost it comes back by itself.
///
/// The sink is called by one thread of the feed, and must not make it wait: a [ChangeBuffer] does
/// not. Thread-safe.
public final class ChangeFeed implements AutoCloseable {
  private static final Duration BACK_OFF_MIN = Duration.ofMillis(100);
  private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);
  private static final Duration END_WAIT_MAX = Duration.ofSeconds(10);

  /// What PostgreSQL says where replication is not to be had: the rights, `wal_level`, a server
  /// that only reads, no slot left, a kind of table that is not published.
  private static final Set<String> NO_REPLICATION =
      Set.of("42501", "55000", "25006", "53400", "53300", "22023", "0A000", "08P01");

  private final DatabaseUrl url;
  private final Selection selection;
  private final Consumer<FeedEvent> sink;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Replication replication;

  /// Whether changes are seen; of the feed's thread alone.
  private boolean hasStarted;

  /// What to follow.
  ///
  /// @param tables by name, with or without their schemas
  /// @param where a condition of SQL that a change's row must meet
  /// @param pollEvery the pause between two looks, where tables have to be polled
  public record Selection(
      List<String> tables, Optional<String> where, Columns columns, Duration pollEvery) {
    public Selection {
      tables = List.copyOf(tables);
      if (tables.isEmpty()) throw new IllegalArgumentException("no table is named");
    }
  }

  private ChangeFeed(DatabaseUrl url, Selection selection, Consumer<FeedEvent> sink) {
    this.url = url;
    this.selection = selection;
    this.sink = sink;
    this.thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::run);
  }

  /// Begins to follow, in the background; [FeedEvent.Started] says from when on changes are seen.
  ///
  /// @throws FeedRefused if there is no such table or column, or the condition does not fit
  /// @throws SQLException if the database is not there or refuses
  public static ChangeFeed open(DatabaseUrl url, Selection selection, Consumer<FeedEvent> sink)
      throws SQLException {
    var feed = new ChangeFeed(url, selection, sink);
    try (var connection = Session.open(url)) {
      var tables = new TableReader(connection).read(selection.tables());
      checkColumns(selection.columns(), tables);
      if (selection.where().isPresent()) {
        RowFilter.open(url, selection.where().get(), tables).close();
      }
    }
    feed.thread.start();
    return feed;
  }

  private static void checkColumns(Columns chosen, List<FollowedTable> tables) {
    if (!(chosen instanceof Columns.Only(var names))) return;
    var known =
        tables.stream().flatMap(table -> table.columns().stream()).map(Column::name).toList();
    for (var name : names) {
      if (known.contains(name)) continue;
      throw new FeedRefused(
          "there is no column %s; there are %s".formatted(name, String.join(", ", known)));
    }
  }

  private void run() {
    var backOff = BACK_OFF_MIN;
    while (!isClosed()) {
      hasStarted = false;
      try {
        follow();
        return;
      } catch (FeedRefused refused) {
        // Such as a table that was dropped.
        sink.accept(new FeedEvent.Ended(String.valueOf(refused.getMessage())));
        return;
      } catch (SQLException failure) {
        if (isClosed()) return;
        sink.accept(new FeedEvent.Interrupted(String.valueOf(failure.getMessage())));
      } catch (InterruptedException _) {
        return;
      }
      if (hasStarted) backOff = BACK_OFF_MIN;
      if (isClosedWithin(backOff)) return;
      var longer = backOff.multipliedBy(2);
      backOff = longer.compareTo(BACK_OFF_MAX) < 0 ? longer : BACK_OFF_MAX;
    }
  }

  private void follow() throws SQLException, InterruptedException {
    List<FollowedTable> tables;
    try (var connection = Session.open(url)) {
      tables = new TableReader(connection).read(selection.tables());
    }
    try (var filter = filter(tables)) {
      ChangeSink changes = found -> handOn(filter, found);
      var whyNot = replicate(tables, changes);
      if (whyNot.isPresent()) poll(tables, whyNot.get(), changes);
    }
  }

  /// Replicates until the feed is closed; returns why if that is not to be had.
  private Optional<String> replicate(List<FollowedTable> tables, ChangeSink changes)
      throws SQLException, InterruptedException {
    var unlogged = tables.stream().filter(table -> !table.isPermanent()).findFirst();
    if (unlogged.isPresent()) {
      return Optional.of(unlogged.get().name() + " is not written to the log");
    }
    try (var opened = Replication.open(url, tables, sink, closed)) {
      replication = opened;
      if (isClosed()) return Optional.empty();
      opened.limits().forEach(limit -> sink.accept(new FeedEvent.Note(limit)));
      started(new FeedEvent.Way.Replication());
      opened.run(changes, selection.where().isEmpty());
      return Optional.empty();
    } catch (SQLException failure) {
      if (hasStarted || !NO_REPLICATION.contains(SqlState.of(failure).code())) throw failure;
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }

  private void started(FeedEvent.Way way) {
    hasStarted = true;
    sink.accept(new FeedEvent.Started(way));
  }

  private void poll(List<FollowedTable> tables, String why, ChangeSink changes)
      throws SQLException, InterruptedException {
    try (var connection = Session.open(url)) {
      var polling = Polling.begin(connection, tables, selection.pollEvery(), sink);
      started(new FeedEvent.Way.Polling(why));
      polling.run(changes, closed);
    }
  }

  private @Nullable RowFilter filter(List<FollowedTable> tables) throws SQLException {
    return selection.where().isEmpty()
        ? null
        : RowFilter.open(url, selection.where().get(), tables);
  }

  private void handOn(@Nullable RowFilter filter, List<Change> found) throws SQLException {
    var kept = found;
    try {
      if (filter != null) kept = filter.keep(found);
    } catch (SQLException failure) {
      if (SqlState.of(failure).isUnavailable()) throw failure;
      // Such as a division by zero in a row that came.
      throw new FeedRefused("a row could not be judged by --where: " + failure.getMessage());
    }
    var shown = selection.columns().of(kept);
    if (!shown.isEmpty()) sink.accept(new FeedEvent.Changed(shown));
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private boolean isClosedWithin(Duration wait) {
    try {
      return closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Ends the feed; returns when nothing of it is left on the server.
  @Override
  public void close() {
    closed.countDown();
    var running = replication;
    if (running != null) running.close();
    try {
      var _ = thread.join(END_WAIT_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
