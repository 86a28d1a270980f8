package dev.tallystick.schema.migrate;

import dev.tallystick.postgres.SqlState;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What PostgreSQL says about a statement it refused.
///
/// @param position of the character complained of in the statement, from 1; 0 if none
record Complaint(
    String code, String message, Optional<String> detail, Optional<String> hint, int position) {

  static Complaint of(SQLException failure) {
    var code = SqlState.of(failure).code();
    for (Throwable next = failure; next != null; next = next.getCause()) {
      if (next instanceof PSQLException psql) {
        var server = psql.getServerErrorMessage();
        if (server != null) return of(code, server);
      }
    }
    return new Complaint(
        code, String.valueOf(failure.getMessage()), Optional.empty(), Optional.empty(), 0);
  }

  private static Complaint of(String code, ServerErrorMessage server) {
    return new Complaint(
        code,
        String.valueOf(server.getMessage()),
        text(server.getDetail()),
        text(server.getHint()),
        server.getPosition());
  }

  private static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text);
  }

  boolean isLockTimeout() {
    return code.equals("55P03");
  }

  /// Whether the same work may succeed now: a lock timeout, a deadlock, a serialization failure.
  boolean isWorthAnotherAttempt() {
    return isLockTimeout() || new SqlState(code).isTransient();
  }

  /// Its lines: message, detail, hint, and what helps if we know better.
  String describe() {
    var text = new StringBuilder(message);
    detail.ifPresent(line -> text.append("\n  ").append(line));
    hint.ifPresent(line -> text.append("\n  hint: ").append(line));
    Cure.of(this).ifPresent(line -> text.append("\n  ").append(line));
    return text.toString();
  }
}
