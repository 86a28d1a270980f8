package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds statements by what they are about.
final class Mentions {
  /// What makes something else, and may only refer to a table.
  private static final Set<String> OTHERS =
      Set.of("table", "view", "function", "procedure", "schema");

  private Mentions() {}

  /// A statement and where it stands.
  record Found(Script script, Statement statement) {}

  /// The statement that begins as `sql` does, up to the word `until`; the schema may be left out.
  static Optional<Found> beginning(List<Script> scripts, String sql, String until, ObjectKey key) {
    var wanted = head(Script.of("", sql).statements().getFirst(), until, key);
    for (var script : scripts) {
      for (var statement : script.statements()) {
        if (head(statement, until, key).equals(wanted)) {
          return Optional.of(new Found(script, statement));
        }
      }
    }
    return Optional.empty();
  }

  /// Its words up to one, without the schema and a routine's arguments.
  private static List<String> head(Statement statement, String until, ObjectKey key) {
    var words =
        statement.tokens().stream()
            .takeWhile(token -> !token.is(until) && !token.is("("))
            .map(Token::text)
            .toList();
    int schema = words.indexOf(Name.plain(key.schema()));
    boolean hasSchema =
        schema >= 0 && schema + 1 < words.size() && words.get(schema + 1).equals(".");
    if (!hasSchema) return words;
    var kept = new ArrayList<>(words);
    kept.subList(schema, schema + 2).clear();
    return List.copyOf(kept);
  }

  /// The last statement of a file that is about a table: the one that makes it, or a later one that
  /// names it or something on it.
  static Statement last(Script script, Statement table, Collection<String> names) {
    var last = table;
    for (var statement : script.statements()) {
      if (statement.start() > table.start() && isAbout(statement, names)) last = statement;
    }
    return last;
  }

  /// Whether a statement that makes nothing else names one of `names`.
  static boolean isAbout(Statement statement, Collection<String> names) {
    var tokens = statement.tokens();
    if (statement.startsWith("create")) {
      for (var token : tokens.subList(1, Math.min(4, tokens.size()))) {
        if (OTHERS.contains(token.text())) return false;
      }
    }
    return tokens.stream()
        .filter(Token::isName)
        .anyMatch(token -> names.stream().anyMatch(name -> Name.plain(name).equals(token.text())));
  }
}
