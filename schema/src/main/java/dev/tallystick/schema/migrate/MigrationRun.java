package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One migration on its way through a session of its own.
final class MigrationRun {
  private final Connection session;
  private final MigratorLock lock;
  private final History history;
  private final Outstanding outstanding;
  private final Migration migration;
  private final Patience patience;
  private final RandomGenerator random;
  private final Consumer<MigrationEvent> listener;
  private final Watch watch;

  /// Who stood in the way of a statement, when last seen.
  private @Nullable Waited waited;

  private record Waited(Statement statement, Watch.Sight.Waits seen) {
    boolean isOf(Statement other) {
      return statement.equals(other);
    }

    List<Integer> pids() {
      return seen.blockers().stream().map(Blocker::pid).toList();
    }
  }

  MigrationRun(
      Connection session,
      MigratorLock lock,
      History history,
      Outstanding outstanding,
      Patience patience,
      RandomGenerator random,
      Consumer<MigrationEvent> listener)
      throws SQLException {
    this.session = session;
    this.lock = lock;
    this.history = history;
    this.outstanding = outstanding;
    this.migration = outstanding.migration();
    this.patience = patience;
    this.random = random;
    this.listener = listener;
    this.watch = new Watch(lock.connection(), session);
  }

  /// Runs the parts that wait.
  ///
  /// @throws MigrationRefused if one fails
  void run() throws SQLException {
    refuseTransactionControl();
    long start = System.nanoTime();
    listener.accept(new MigrationEvent.Started(migration, outstanding.partsDone()));
    Session.execute(session, NO_TIME_LIMITS);
    Session.execute(session, "SET lock_timeout = " + patience.lockWaitMax().toMillis());
    restoreSettings();
    for (int part = outstanding.partsDone(); part < migration.parts().size(); part++) {
      runWithPatience(part);
      listener.accept(new MigrationEvent.PartDone(migration, part));
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    listener.accept(new MigrationEvent.Applied(migration, took));
  }

  /// The limits of a role are meant for queries: they would end each longer build of an index.
  private static final String NO_TIME_LIMITS =
      """
      SELECT set_config(name, '0', false)
        FROM pg_settings
       WHERE name IN ('statement_timeout', 'transaction_timeout',
                      'idle_in_transaction_session_timeout', 'idle_session_timeout')
      """;

  private void refuseTransactionControl() {
    for (var part : outstanding.parts()) {
      for (var statement : part.statements()) {
        if (Session.isTransactionControl(statement)) {
          throw new MigrationRefused(
              "%s:%s: transactions are the runner's to begin and end; to end one here, write the comment -- tally: commit instead"
                  .formatted(migration.file(), migration.script().position(statement.start())));
        }
      }
    }
  }

  /// The parts that are done may have said SET for those that follow.
  private void restoreSettings() throws SQLException {
    for (var part : migration.parts().subList(0, outstanding.partsDone())) {
      for (var statement : part.statements()) {
        if (Session.isSetting(statement)) Session.execute(session, statement.text());
      }
    }
  }

  private void runWithPatience(int part) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      lock.check();
      try {
        run(part, attempt);
        return;
      } catch (StatementFailure failure) {
        boolean isWorthIt = failure.complaint().isWorthAnotherAttempt();
        if (!isWorthIt || attempt == patience.attemptsMax()) throw refused(failure, part, attempt);
        var pause = patience.pauseAfter(attempt, random);
        listener.accept(
            new MigrationEvent.Retried(
                migration,
                failure.statement(),
                attempt,
                patience.attemptsMax(),
                pause,
                failure.complaint().message()));
        MigratorLock.pause(pause);
      }
    }
  }

  private void run(int part, int attempt) throws StatementFailure, SQLException {
    switch (migration.parts().get(part)) {
      case Part.Transaction transaction -> runTransaction(transaction, part);
      case Part.Alone(var statement) -> {
        boolean isResumed =
            attempt > 1 || (outstanding.isInterrupted() && part == outstanding.partsDone());
        runAlone(statement, part, isResumed);
      }
    }
  }

  private void runTransaction(Part.Transaction transaction, int part)
      throws StatementFailure, SQLException {
    session.setAutoCommit(false);
    Statement last = null;
    try {
      for (var statement : transaction.statements()) {
        last = statement;
        execute(statement);
      }
      record(part);
      session.commit();
    } catch (SQLException e) {
      rollBack(e);
      // What is checked only at the commit belongs to the last statement as much as to any.
      if (last == null) throw e;
      throw new StatementFailure(migration, last, e);
    } catch (StatementFailure | RuntimeException | Error failure) {
      rollBack(failure);
      throw failure;
    }
    session.setAutoCommit(true);
  }

  private void rollBack(Throwable failure) {
    try {
      session.rollback();
      session.setAutoCommit(true);
    } catch (SQLException e) {
      // The session is gone, and its transaction with it.
      failure.addSuppressed(e);
    }
  }

  private void record(int part) throws SQLException {
    // A script may take a role that must not write the history. At the commit the role of the
    // script is back.
    Session.execute(session, "SET LOCAL ROLE NONE");
    history.record(session, migration, part, part + 1);
  }

  private void runAlone(Statement statement, int part, boolean isResumed)
      throws StatementFailure, SQLException {
    if (part == 0) {
      Session.inTransaction(
          session,
          () -> {
            Session.execute(session, "SET LOCAL ROLE NONE");
            history.begin(session, migration);
          });
    }
    var lockTimeout = Session.text(session, "SELECT current_setting('lock_timeout')");
    // Nobody who reads or writes waits behind such a statement; it waits for old transactions as
    // long as they take, because giving up would throw away the work of hours.
    if (statement.has("concurrently")) Session.execute(session, "SET lock_timeout = 0");
    if (isDoneAlready(statement, isResumed)) {
      listener.accept(new MigrationEvent.FoundDone(migration, statement));
    } else {
      execute(statement);
    }
    Session.execute(session, "SET lock_timeout = '%s'".formatted(lockTimeout));
    Session.inTransaction(session, () -> record(part));
  }

  private boolean isDoneAlready(Statement statement, boolean isResumed)
      throws StatementFailure, SQLException {
    var index = ConcurrentIndex.of(statement);
    if (index.isEmpty()) return false;
    var repair =
        new IndexRepair(
            session, name -> listener.accept(new MigrationEvent.IndexDropped(migration, name)));
    try {
      return repair.isDoneAlready(index.get(), isResumed);
    } catch (SQLException e) {
      throw new StatementFailure(migration, statement, e);
    }
  }

  private void execute(Statement statement) throws StatementFailure {
    long start = System.nanoTime();
    try {
      watch.run(() -> Session.execute(session, statement.text()), sight -> tell(statement, sight));
    } catch (SQLException e) {
      throw new StatementFailure(migration, statement, e);
    }
    var took = Duration.ofNanos(System.nanoTime() - start);
    listener.accept(new MigrationEvent.StatementDone(migration, statement, took));
  }

  private void tell(Statement statement, Watch.Sight sight) {
    switch (sight) {
      case Watch.Sight.Waits seen -> {
        var before = waited;
        var now = new Waited(statement, seen);
        waited = now;
        if (before != null && before.isOf(statement) && before.pids().equals(now.pids())) return;
        listener.accept(
            new MigrationEvent.Waiting(migration, statement, seen.lock(), seen.blockers()));
      }
      case Watch.Sight.Builds(var phase, var done, var total) ->
          listener.accept(
              new MigrationEvent.IndexProgress(migration, statement, phase, done, total));
    }
  }

  private MigrationRefused refused(StatementFailure failure, int part, int attempts) {
    var waits =
        Optional.ofNullable(waited)
            .filter(last -> last.isOf(failure.statement()))
            .map(Waited::seen);
    return new MigrationRefused(
        new FailureText(outstanding, part, attempts, waits).of(failure), failure);
  }
}
