package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.shadow.Shadow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/// A session that writes to a table while a statement runs, to see whether it is in the way.
final class Bystander {
  private static final long PAUSE_NANOS = 300_000;

  /// A virtual thread that reads from a socket leaves behind a poller, for which the JVM waits 300
  /// ms before it ends: as long as all the rest of a plan takes.
  static final ThreadFactory PLATFORM = Thread.ofPlatform().daemon().factory();

  private final Shadow.Copy copy;
  private final Connection worker;
  private final ObjectKey table;

  Bystander(Shadow.Copy copy, Connection worker, ObjectKey table) {
    this.copy = copy;
    this.worker = worker;
    this.table = table;
  }

  Measured watch(Step step) throws SQLException {
    worker.setAutoCommit(true);
    SortedMap<String, LockMode> locks = new TreeMap<>();
    try (var bystander = copy.connect();
        var executor = Executors.newThreadPerTaskExecutor(PLATFORM)) {
      bystander.setAutoCommit(false);
      var isWriting = write(bystander);
      int pid = pid(worker);
      Future<?> work =
          executor.submit(
              () -> {
                Proof.execute(worker, step.sql());
                return null;
              });
      while (isWriting && !work.isDone() && !isWaiting(bystander, pid, locks)) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      bystander.rollback();
      await(work);
    } finally {
      worker.setAutoCommit(false);
    }
    return new Measured(step, locks, Collections.emptySortedSet(), Collections.emptySortedSet());
  }

  /// Materialised views take no writers.
  private boolean write(Connection bystander) throws SQLException {
    if (table.kind() == ObjectKey.Kind.VIEW) return false;
    Proof.execute(bystander, "LOCK TABLE " + table.qualifiedName() + " IN ROW EXCLUSIVE MODE");
    return true;
  }

  private static final String LOCKS =
      """
      SELECT l.mode, l.granted, l.locktype, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
        FROM pg_locks AS l
        LEFT JOIN pg_class AS c ON c.oid = l.relation AND c.relkind IN ('r', 'p')
        LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE l.pid = %d AND (c.oid >= 16384 OR NOT l.granted)
      """;

  /// Whether the statement waits for the bystander; `locks` then has what it holds or wants.
  private static boolean isWaiting(Connection bystander, int pid, SortedMap<String, LockMode> locks)
      throws SQLException {
    var isWaiting = false;
    try (var statement = bystander.createStatement();
        ResultSet rows = statement.executeQuery(LOCKS.formatted(pid))) {
      while (rows.next()) {
        isWaiting |= !rows.getBoolean("granted");
        var mode = LockMode.of(rows.getString("mode"));
        if (mode == null || rows.getString("name") == null) continue;
        locks.merge(rows.getString("name"), mode, LockMode::stronger);
      }
    }
    return isWaiting;
  }

  private static int pid(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void await(Future<?> work) throws SQLException {
    try {
      work.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof SQLException sql) throw sql;
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while proving a plan", interrupted);
    }
  }
}
