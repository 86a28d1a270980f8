package dev.tallystick.postgres;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// PostgreSQL's five-character error code (SQLSTATE), empty for a failure that is not the
/// database's. The codes are in appendix A of PostgreSQL's manual.
public record SqlState(String code) {
  private static final SqlState NONE = new SqlState("");

  /// The pool says without a code that it has no connection, or has closed the one in use because
  /// it broke.
  private static final SqlState NO_CONNECTION = new SqlState("08003");

  /// The code of the first [SQLException] among the causes of `failure`.
  public static SqlState of(@Nullable Throwable failure) {
    var found = NONE;
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (!(cause instanceof SQLException sql)) continue;
      if (sql.getSQLState() != null) return new SqlState(sql.getSQLState());
      found = NO_CONNECTION;
    }
    return found;
  }

  /// PostgreSQL rolled back because of its neighbours: the same work may succeed now.
  public boolean isTransient() {
    return code.equals("40001") || code.equals("40P01");
  }

  /// A value that its column or type cannot hold, or a constraint that refuses it: class 22 or 23.
  public boolean isDataFault() {
    return code.startsWith("22") || code.startsWith("23") || code.startsWith("54");
  }

  /// A row with the same key is already there.
  public boolean isUniqueViolation() {
    return code.equals("23505");
  }

  /// A database of that name is there already. Of two that make it at the same instant, the later
  /// one hears it from the index of the catalogue.
  public boolean isDuplicateDatabase() {
    return code.equals("42P04") || isUniqueViolation();
  }

  /// The connection or the server is gone, starting or stopping, or takes no more connections.
  public boolean isUnavailable() {
    return code.startsWith("08") || code.startsWith("57P") || code.startsWith("53");
  }
}
