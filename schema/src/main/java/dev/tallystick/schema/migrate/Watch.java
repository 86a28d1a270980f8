package dev.tallystick.schema.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks from one session at what another one does, while it does it.
final class Watch {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);
  private static final Duration FIRST_LOOK = Duration.ofMillis(50);
  private static final Duration LOOKS_APART_MAX = Duration.ofSeconds(1);

  private final Connection observer;
  private final int pid;

  /// What was seen.
  sealed interface Sight {
    /// It waits for others.
    record Waits(String lock, List<Blocker> blockers) implements Sight {}

    /// It builds an index.
    record Builds(String phase, long done, long total) implements Sight {}
  }

  Watch(Connection observer, Connection watched) throws SQLException {
    this.observer = observer;
    this.pid = pid(watched);
  }

  private static int pid(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /// Runs `work`, which uses the watched session, in another thread; meanwhile tells `listener` in
  /// this one what is seen. An interrupt of this thread cancels the statement.
  void run(Session.Work work, Consumer<Sight> listener) throws SQLException {
    var task =
        new FutureTask<Optional<SQLException>>(
            () -> {
              try {
                work.run();
                return Optional.empty();
              } catch (SQLException e) {
                return Optional.of(e);
              }
            });
    Thread.ofVirtual().name("migrate").start(task);
    var failure = await(task, listener);
    if (failure.isPresent()) throw failure.get();
  }

  private Optional<SQLException> await(
      FutureTask<Optional<SQLException>> task, Consumer<Sight> listener) {
    boolean isInterrupted = false;
    try {
      for (var apart = FIRST_LOOK; ; apart = next(apart)) {
        try {
          return task.get(apart.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          look().ifPresent(listener);
        } catch (InterruptedException _) {
          isInterrupted = true;
          cancel();
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (isInterrupted) Thread.currentThread().interrupt();
    }
  }

  private static Duration next(Duration apart) {
    var doubled = apart.multipliedBy(2);
    return doubled.compareTo(LOOKS_APART_MAX) < 0 ? doubled : LOOKS_APART_MAX;
  }

  private void cancel() {
    try (var statement = observer.prepareStatement("SELECT pg_cancel_backend(?)")) {
      statement.setInt(1, pid);
      var _ = statement.execute();
    } catch (SQLException e) {
      log.debug("Cannot cancel the statement", e);
    }
  }

  /// What there is to see now, which is a courtesy: without the right to look, nothing is.
  private Optional<Sight> look() {
    try {
      var waits = waits();
      return waits.isPresent() ? waits : builds();
    } catch (SQLException e) {
      log.debug("Cannot look at process {}", pid, e);
      return Optional.empty();
    }
  }

  private static final String WAITS =
      """
      SELECT b.pid, a.usename, a.application_name, a.state, left(a.query, 120) AS query,
             (SELECT CASE WHEN l.relation IS NOT NULL THEN l.mode || ' on ' || l.relation::regclass
                          WHEN l.locktype IN ('virtualxid', 'transactionid')
                            THEN 'the end of another transaction'
                          ELSE l.mode || ' on ' || l.locktype END
                FROM pg_locks AS l
               WHERE l.pid = w.pid AND NOT l.granted
               LIMIT 1) AS lock
        FROM (SELECT ?::integer AS pid) AS w
       CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS b (pid)
        LEFT JOIN pg_stat_activity AS a ON a.pid = b.pid
       ORDER BY b.pid
      """;

  private Optional<Sight> waits() throws SQLException {
    try (var statement = observer.prepareStatement(WAITS)) {
      statement.setInt(1, pid);
      try (var rows = statement.executeQuery()) {
        var blockers = new ArrayList<Blocker>();
        var lock = "a lock";
        while (rows.next()) {
          blockers.add(Blocker.of(rows));
          lock = Optional.ofNullable(rows.getString("lock")).orElse(lock);
        }
        if (blockers.isEmpty()) return Optional.empty();
        return Optional.of(new Sight.Waits(lock, blockers.stream().distinct().toList()));
      }
    }
  }

  private static final String BUILDS =
      """
      SELECT phase, CASE WHEN blocks_total > 0 THEN blocks_done
                         WHEN tuples_total > 0 THEN tuples_done ELSE lockers_done END AS done,
             CASE WHEN blocks_total > 0 THEN blocks_total
                  WHEN tuples_total > 0 THEN tuples_total ELSE lockers_total END AS total
        FROM pg_stat_progress_create_index
       WHERE pid = ? AND phase IS NOT NULL
      """;

  private Optional<Sight> builds() throws SQLException {
    try (var statement = observer.prepareStatement(BUILDS)) {
      statement.setInt(1, pid);
      try (var rows = statement.executeQuery()) {
        if (!rows.next()) return Optional.empty();
        return Optional.of(
            new Sight.Builds(rows.getString("phase"), rows.getLong("done"), rows.getLong("total")));
      }
    }
  }
}
