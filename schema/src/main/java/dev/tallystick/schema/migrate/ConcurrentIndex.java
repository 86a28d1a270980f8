package dev.tallystick.schema.migrate;

import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.List;
import java.util.Optional;

/// A statement that makes or drops an index without locking its table against writing. When it is
/// interrupted it leaves an invalid index behind.
sealed interface ConcurrentIndex {
  /// @param name of the index, as PostgreSQL keeps it
  /// @param table as written, perhaps with its schema
  /// @param definition all that follows the table's name
  record Creation(boolean isUnique, String name, String table, String definition)
      implements ConcurrentIndex {}

  /// @param name of the index as written, perhaps with its schema
  record Drop(String name) implements ConcurrentIndex {}

  /// Empty for other statements, and for an index without a name, which nobody can find again.
  static Optional<ConcurrentIndex> of(Statement statement) {
    return new Reading(statement).read();
  }

  /// Goes through the statement's tokens once.
  final class Reading {
    private final Statement statement;
    private final List<Token> tokens;
    private int at;

    private Reading(Statement statement) {
      this.statement = statement;
      this.tokens = statement.tokens();
    }

    private Optional<ConcurrentIndex> read() {
      if (skip("drop") && skip("index") && skip("concurrently")) {
        if (skip("if")) skip("exists");
        return Optional.of(new Drop(name()));
      }
      at = 0;
      if (!skip("create")) return Optional.empty();
      boolean isUnique = skip("unique");
      if (!skip("index") || !skip("concurrently")) return Optional.empty();
      return creation(isUnique);
    }

    private Optional<ConcurrentIndex> creation(boolean isUnique) {
      if (skip("if")) {
        skip("not");
        skip("exists");
      }
      if (skip("on") || at >= tokens.size()) return Optional.empty();
      var name = tokens.get(at++).text();
      if (!skip("on")) return Optional.empty();
      skip("only");
      var table = name();
      var definition = at < tokens.size() ? text(at, tokens.size()) : "";
      return Optional.of(new Creation(isUnique, name, table, definition));
    }

    private boolean skip(String keyword) {
      if (at >= tokens.size() || !tokens.get(at).is(keyword)) return false;
      at++;
      return true;
    }

    private String name() {
      int from = at;
      if (at < tokens.size()) at++;
      while (skip(".")) at++;
      return at > from && at <= tokens.size() ? text(from, at) : "";
    }

    private String text(int from, int to) {
      return statement
          .text()
          .substring(
              tokens.get(from).start() - statement.start(),
              tokens.get(to - 1).end() - statement.start());
    }
  }
}
