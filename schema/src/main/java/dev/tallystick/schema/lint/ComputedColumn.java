package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A column that follows from others of its row, kept right by a trigger or guarded by a check
/// instead of being generated.
final class ComputedColumn implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "computed-column",
          Severity.WARNING,
          "A column that follows from others is not GENERATED ALWAYS AS.");

  /// What PostgreSQL does not take in a generated column: not immutable, or no expression.
  private static final Set<String> NOT_IMMUTABLE =
      Set.of(
          "now",
          "current_timestamp",
          "current_date",
          "current_time",
          "localtimestamp",
          "localtime",
          "clock_timestamp",
          "statement_timestamp",
          "transaction_timestamp",
          "timeofday",
          "random",
          "gen_random_uuid",
          "uuidv7",
          "nextval",
          "currval",
          "current_user",
          "session_user",
          "current_setting",
          "to_char",
          "age",
          "txid_current",
          "select",
          "old",
          "new",
          "tg_op",
          "tg_argv");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var uses =
        subject.tables().stream()
            .flatMap(table -> table.triggers().stream())
            .flatMap(trigger -> TriggerBody.of(subject, trigger).stream())
            .collect(Collectors.groupingBy(TriggerBody::function, Collectors.counting()));
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var trigger : table.triggers()) {
        ofTrigger(subject, table, trigger, uses).ifPresent(problems::add);
      }
      for (var check : table.constraints(Constraint.Type.CHECK)) {
        ofCheck(table, check).ifPresent(problems::add);
      }
    }
    return problems;
  }

  private static Optional<Problem> ofTrigger(
      Subject subject, LintedTable table, Trigger trigger, Map<?, Long> uses) {
    var found = TriggerBody.of(subject, trigger);
    if (found.isEmpty()) return Optional.empty();
    var body = found.get();
    if (!body.isBefore("INSERT") || !body.isBefore("UPDATE") || body.isConditional()) {
      return Optional.empty();
    }
    var computed = body.computed();
    if (computed.isEmpty()) return Optional.empty();
    var changes = new ArrayList<Change>();
    for (var entry : computed.entrySet()) {
      var column = table.column(entry.getKey());
      if (column.isEmpty() || !followsFromOthers(table, column.get(), entry.getValue(), computed)) {
        return Optional.empty();
      }
      changes.add(new Change.AddToColumn(column.get().key(), generated(entry.getValue())));
    }
    changes.add(new Change.RemoveStatement(trigger.key()));
    if (uses.getOrDefault(body.function(), 0L) == 1L) {
      changes.add(new Change.RemoveStatement(body.function().key()));
    }
    var names = String.join(", ", computed.keySet());
    var sql =
        computed.entrySet().stream()
            .flatMap(entry -> sql(table, entry.getKey(), entry.getValue()).stream())
            .collect(Collectors.joining(" "));
    var isPlain =
        computed.keySet().stream()
            .flatMap(name -> table.column(name).stream())
            .allMatch(column -> column.defaultValue() == null);
    return Optional.of(
        new Problem(
            trigger.key(),
            DESCRIPTION.severity(),
            "a trigger computes %s from other columns: it can be disabled, and runs for each row"
                .formatted(names),
            isPlain
                ? new Remedy(sql, changes, "")
                : Remedy.byPerson("the column has a default, which a generated one cannot", sql)));
  }

  private static String generated(String expression) {
    return "GENERATED ALWAYS AS (%s) STORED".formatted(expression);
  }

  private static Optional<String> sql(LintedTable table, String name, String expression) {
    return table
        .column(name)
        .map(
            column ->
                "ALTER TABLE %s DROP COLUMN %s, ADD COLUMN %s %s %s;"
                    .formatted(table.name(), name, name, column.type(), generated(expression)));
  }

  private static boolean followsFromOthers(
      LintedTable table, Column column, String expression, Map<String, String> computed) {
    if (column.generated() != null || column.identity() != null) return false;
    var words =
        Items.statement(expression).tokens().stream()
            .filter(Token::isName)
            .map(Token::text)
            .collect(Collectors.toSet());
    if (words.stream().anyMatch(NOT_IMMUTABLE::contains)) return false;
    if (computed.keySet().stream().anyMatch(name -> words.contains(Name.plain(name)))) return false;
    return table.columns().keySet().stream().anyMatch(name -> words.contains(Name.plain(name)));
  }

  /// `CHECK (total = a + b)`; PostgreSQL prints every operation in parentheses of its own.
  private static Optional<Problem> ofCheck(LintedTable table, Constraint check) {
    var statement = Items.statement(check.definition());
    var tokens = statement.tokens();
    int last = tokens.size() - 3;
    if (last < 7 || check.columns().size() < 2) return Optional.empty();
    if (!tokens.get(1).is("(") || !tokens.get(2).is("(") || !tokens.get(last + 1).is(")")) {
      return Optional.empty();
    }
    var name = Name.printed(tokens.get(3).text());
    if (!tokens.get(3).isName() || !tokens.get(4).is("=") || tokens.get(5).is("any")) {
      return Optional.empty();
    }
    var column = table.column(name);
    var expression = Items.text(statement, 5, last);
    if (column.isEmpty()
        || !followsFromOthers(table, column.get(), expression, Map.of(name, expression))) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            check.key(),
            DESCRIPTION.severity(),
            "%s always is %s, as a check demands of each writer".formatted(name, expression),
            Remedy.byPerson(
                "let PostgreSQL compute it, unless the value comes from outside and is only checked",
                sql(table, name, expression).orElse(""))));
  }
}
