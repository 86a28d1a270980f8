package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Statement;
import java.time.Duration;
import java.util.List;

/// What happens while migrations run. Events come one after the other, in the thread that called
/// [Migrator#apply]; whoever listens is waited for.
public sealed interface MigrationEvent {
  /// Another runner has the lock; ours starts when that one is done.
  record Queued(List<Blocker> holders) implements MigrationEvent {}

  /// @param partsDone how many parts an earlier run has done
  record Started(Migration migration, int partsDone) implements MigrationEvent {}

  /// @param took until the statement was answered; its transaction is not over yet
  record StatementDone(Migration migration, Statement statement, Duration took)
      implements MigrationEvent {}

  /// The part is committed and recorded.
  ///
  /// @param part its index, from 0
  record PartDone(Migration migration, int part) implements MigrationEvent {}

  /// How far an index is built; both counts are of the phase.
  ///
  /// @param total 0 if PostgreSQL does not say
  record IndexProgress(
      Migration migration, Statement statement, String phase, long done, long total)
      implements MigrationEvent {
    /// How much of the phase is done, 0 to 100; 0 if unknown.
    public int percent() {
      return total == 0 ? 0 : (int) Math.min(100, done * 100 / total);
    }
  }

  /// A statement waits for others; said again when they are others.
  ///
  /// @param lock what it waits for, such as `AccessExclusiveLock on app.users`
  record Waiting(Migration migration, Statement statement, String lock, List<Blocker> blockers)
      implements MigrationEvent {}

  /// A part was rolled back because of its neighbours, and is tried again after `pause`.
  ///
  /// @param attempt the one that failed, from 1
  record Retried(
      Migration migration,
      Statement statement,
      int attempt,
      int attemptsMax,
      Duration pause,
      String why)
      implements MigrationEvent {}

  /// The invalid index that a failed build left behind was dropped.
  record IndexDropped(Migration migration, String index) implements MigrationEvent {}

  /// A statement was not run again, because an interrupted run has done it.
  record FoundDone(Migration migration, Statement statement) implements MigrationEvent {}

  /// @param took all of its parts that ran now, with their pauses
  record Applied(Migration migration, Duration took) implements MigrationEvent {}
}
