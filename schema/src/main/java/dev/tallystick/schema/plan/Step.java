package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.ObjectKey;
import java.util.Optional;

/// One statement of a plan.
///
/// @param action what it does
/// @param key what it does it to
/// @param sql without a semicolon
/// @param timing how it stands to transactions
/// @param note what a reader should know and the SQL does not say
public record Step(Action action, ObjectKey key, String sql, Timing timing, Optional<String> note) {
  /// What a step does.
  public enum Action {
    CREATE,
    ALTER,
    RENAME,
    DROP,
    VALIDATE,
    BACKFILL,
    ATTACH,
    COMMENT,
    GRANT
  }

  /// How a step stands to transactions.
  public enum Timing {
    /// It may share one with its neighbours.
    SHARED,
    /// It may share one with those before it, which ends with it.
    LAST,
    /// PostgreSQL refuses it inside a transaction.
    ALONE
  }

  static Step of(Action action, ObjectKey key, String sql) {
    return new Step(action, key, sql, Timing.SHARED, Optional.empty());
  }

  Step last() {
    return new Step(action, key, sql, Timing.LAST, note);
  }

  Step alone() {
    return new Step(action, key, sql, Timing.ALONE, note);
  }

  Step noting(String text) {
    return new Step(action, key, sql, timing, Optional.of(text));
  }
}
