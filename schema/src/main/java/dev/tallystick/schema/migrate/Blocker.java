package dev.tallystick.schema.migrate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;

/// A session that a migration waits for, as far as PostgreSQL lets us see it.
///
/// @param pid its process on the server, for `pg_terminate_backend`
/// @param user empty if it has none (autovacuum, a prepared transaction) or must not be seen
/// @param application empty if it did not say
/// @param state such as `idle in transaction`
/// @param query what it runs or ran last, its beginning
public record Blocker(
    int pid,
    Optional<String> user,
    Optional<String> application,
    Optional<String> state,
    Optional<String> query) {

  /// Reads the columns pid, usename, application_name, state, query.
  static Blocker of(ResultSet row) throws SQLException {
    return new Blocker(
        row.getInt("pid"),
        text(row, "usename"),
        text(row, "application_name"),
        text(row, "state"),
        text(row, "query"));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column))
        .map(text -> text.strip().replaceAll("\\s+", " "))
        .filter(text -> !text.isEmpty());
  }

  /// In a line: `process 4711 (ann, psql, idle in transaction): UPDATE …`.
  @Override
  public String toString() {
    var line = new StringBuilder("process ").append(pid);
    var who =
        String.join(", ", Stream.of(user, application, state).flatMap(Optional::stream).toList());
    if (!who.isEmpty()) line.append(" (").append(who).append(')');
    query.ifPresent(text -> line.append(": ").append(text));
    return line.toString();
  }
}
