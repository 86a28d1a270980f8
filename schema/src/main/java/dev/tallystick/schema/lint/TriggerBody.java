package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Routine;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.ScriptFailure;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The plpgsql function behind a trigger, as far as its words tell what it sets.
record TriggerBody(Trigger trigger, Routine function, List<Statement> statements) {
  /// The body of a row trigger's function; empty if it is no plpgsql, or no text that can be cut.
  static Optional<TriggerBody> of(Subject subject, Trigger trigger) {
    if (!trigger.definition().contains(" FOR EACH ROW ")) return Optional.empty();
    return functionOf(trigger)
        .flatMap(key -> subject.find(key, Routine.class))
        .filter(function -> function.language().equals("plpgsql"))
        .flatMap(function -> cut(trigger, function));
  }

  private static Optional<ObjectKey> functionOf(Trigger trigger) {
    var statement = Items.statement(trigger.definition());
    int at = Items.indexOf(statement, "execute", 0) + 2;
    var tokens = statement.tokens();
    if (at < 2 || at + 2 >= tokens.size() || !tokens.get(at + 1).is(".")) return Optional.empty();
    var schema = Name.printed(tokens.get(at).text());
    var name = Name.printed(tokens.get(at + 2).text());
    return Optional.of(ObjectKey.of(ObjectKey.Kind.ROUTINE, schema, name + "()"));
  }

  private static Optional<TriggerBody> cut(Trigger trigger, Routine function) {
    var tokens = Items.statement(function.definition()).tokens();
    var body = tokens.getLast();
    if (body.kind() != Token.Kind.STRING) return Optional.empty();
    try {
      var statements = Script.of("", body.text()).statements();
      return Optional.of(new TriggerBody(trigger, function, statements));
    } catch (ScriptFailure _) {
      return Optional.empty();
    }
  }

  /// Whether it runs before each row of an `INSERT` or an `UPDATE`.
  boolean isBefore(String event) {
    var definition = trigger.definition();
    int on = definition.indexOf(" ON ");
    var events = definition.substring(0, Math.max(on, 0));
    return events.contains(" BEFORE ") && events.contains(" " + event);
  }

  /// Whether something decides when it runs, other than the event.
  boolean isConditional() {
    return trigger.definition().contains(" WHEN (");
  }

  /// The columns that it may set.
  Set<String> assigned() {
    var columns = new TreeSet<String>();
    for (var statement : statements) {
      var tokens = statement.tokens();
      for (int i = 0; i + 4 < tokens.size(); i++) {
        var column = target(tokens, i);
        if (column != null && startsAssignment(tokens, i)) columns.add(column);
      }
    }
    return columns;
  }

  /// What `NEW.x :=` or `NEW.x =` sets, where token `at` is `NEW`.
  private static @Nullable String target(List<Token> tokens, int at) {
    if (!tokens.get(at).is("new") || !tokens.get(at + 1).is(".")) return null;
    if (!tokens.get(at + 3).is(":") && !tokens.get(at + 3).is("=")) return null;
    return Name.printed(tokens.get(at + 2).text());
  }

  private static boolean startsAssignment(List<Token> tokens, int at) {
    if (tokens.get(at + 3).is(":")) return true;
    return at == 0 || Set.of("begin", "then", "else", "loop").contains(tokens.get(at - 1).text());
  }

  /// The expression of each column, where the body does nothing but `NEW.x := expression; …; RETURN
  /// NEW`; else nothing. `NEW.` is left out of the expressions.
  Map<String, String> computed() {
    var computed = new LinkedHashMap<String, String>();
    int last = statements.size() - 1;
    if (last < 2 || !isWords(statements.get(last), "end")) return Map.of();
    if (!isWords(statements.get(last - 1), "return", "new")) return Map.of();
    for (int i = 0; i < last - 1; i++) {
      var statement = statements.get(i);
      int first = i == 0 && statement.startsWith("begin") ? 1 : 0;
      if (i == 0 && first == 0) return Map.of();
      var tokens = statement.tokens();
      if (tokens.size() < first + 5) return Map.of();
      var column = target(tokens, first);
      if (column == null) return Map.of();
      int from = first + (tokens.get(first + 3).is(":") ? 5 : 4);
      if (from >= tokens.size()) return Map.of();
      if (computed.put(column, withoutNew(statement, from)) != null) return Map.of();
    }
    return computed;
  }

  private static boolean isWords(Statement statement, String... words) {
    return statement.tokens().size() == words.length && statement.startsWith(words);
  }

  private static String withoutNew(Statement statement, int from) {
    var tokens = statement.tokens();
    var text = new StringBuilder();
    int at = tokens.get(from).start();
    for (int i = from; i < tokens.size(); i++) {
      if (!tokens.get(i).is("new") || i + 1 == tokens.size() || !tokens.get(i + 1).is("."))
        continue;
      text.append(between(statement, at, tokens.get(i).start()));
      at = tokens.get(i + 1).end();
    }
    return text.append(between(statement, at, statement.end())).toString();
  }

  private static String between(Statement statement, int start, int end) {
    return statement.text().substring(start - statement.start(), end - statement.start());
  }
}
