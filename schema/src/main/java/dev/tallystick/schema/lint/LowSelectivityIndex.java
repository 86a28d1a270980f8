package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.EnumType;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An index that hardly narrows its result: its only key has few values, or nearly always the same.
final class LowSelectivityIndex implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "low-selectivity-index",
          Severity.WARNING,
          "The only key of an index has few values, or nearly always the same.");

  /// As many values as this still narrow to a tenth.
  private static final int VALUES_MAX = 10;

  /// One value in so many of the rows makes the index useless for it.
  private static final double COMMON_SHARE = 0.8;

  /// The planner reads smaller tables whole anyway, and statistics of them say little.
  private static final int ROWS_MIN = 10_000;

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var index : subject.indexes()) {
      if (index.keys().size() > 1 || index.isUnique() || index.isConstraint()) continue;
      if (index.predicate() != null || !index.method().matches("btree|hash")) continue;
      var column = subject.leading(index);
      if (column.isEmpty()) continue;
      problem(subject, index, column.get()).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> problem(Subject subject, KeyedIndex index, Column column) {
    var rows = subject.live().table(index.table()).map(LiveStatistics.TableUse::rows).orElse(-1.0);
    var spread = subject.live().column(column.key());
    if (rows >= ROWS_MIN && spread.isPresent()) {
      return measured(subject, index, column, spread.get(), rows);
    }
    // What a foreign key needs is not judged without figures.
    if (subject.servesForeignKey(index)) return Optional.empty();
    return declaredValues(subject, index, column)
        .map(values -> problem(index, column, values, "WHERE " + rare(column, values)));
  }

  private static Optional<Problem> measured(
      Subject subject, KeyedIndex index, Column column, LiveStatistics.Spread spread, double rows) {
    var name = column.key().name();
    if (spread.nullShare() >= COMMON_SHARE) {
      var values =
          "null in %s of %s rows"
              .formatted(Figures.percent(spread.nullShare()), Figures.count(rows));
      return Optional.of(problem(index, column, values, "WHERE %s IS NOT NULL".formatted(name)));
    }
    if (subject.servesForeignKey(index)) return Optional.empty();
    var top = spread.commonestShares().isEmpty() ? 0 : spread.commonestShares().getFirst();
    if (top >= COMMON_SHARE) {
      var value = Name.literal(spread.commonest().getFirst());
      var values =
          "%s in %s of %s rows".formatted(value, Figures.percent(top), Figures.count(rows));
      return Optional.of(problem(index, column, values, "WHERE %s <> %s".formatted(name, value)));
    }
    double distinct = spread.distinctIn(rows);
    if (distinct > VALUES_MAX) return Optional.empty();
    var values =
        "one of %s values in %s rows".formatted(Figures.count(distinct), Figures.count(rows));
    return Optional.of(problem(index, column, values, "WHERE " + name + " = …"));
  }

  private static Problem problem(KeyedIndex index, Column column, String values, String predicate) {
    return new Problem(
        index.key(),
        DESCRIPTION.severity(),
        "%s is its only key, and is %s: the index hardly narrows a result"
            .formatted(column.key().name(), values),
        Remedy.byPerson(
            "index only the rare rows that are searched, put the column behind a narrower one,"
                + " or drop the index",
            "CREATE INDEX CONCURRENTLY ON %s (…) %s; %s"
                .formatted(index.table().qualifiedName(), predicate, index.dropSql())));
  }

  /// How few values the declaration of a column admits, in words; empty if many.
  private static Optional<String> declaredValues(Subject subject, KeyedIndex index, Column column) {
    if (column.type().equals("boolean")) return Optional.of("true or false");
    var labels =
        enumOf(subject, column).map(type -> type.labels().size()).orElse(checked(subject, index));
    return labels == 0 || labels > VALUES_MAX
        ? Optional.empty()
        : Optional.of("one of %d values".formatted(labels));
  }

  private static Optional<EnumType> enumOf(Subject subject, Column column) {
    var parts = column.type().split("\\.", 2);
    return parts.length < 2
        ? Optional.empty()
        : subject.find(ObjectKey.of(ObjectKey.Kind.TYPE, parts[0], parts[1]), EnumType.class);
  }

  /// How many values `CHECK (status IN (…))` admits; 0 if nothing limits them.
  private static int checked(Subject subject, KeyedIndex index) {
    var checks =
        subject
            .table(index.table())
            .map(t -> t.constraints(Constraint.Type.CHECK))
            .orElse(List.of());
    for (var check : checks) {
      if (!check.columns().equals(List.of(String.valueOf(index.leadingColumn())))) continue;
      var definition = check.definition();
      if (!definition.contains(" = ANY ") || definition.matches(".*\\) (OR|AND) \\(.*")) continue;
      return (int)
          Items.statement(definition).tokens().stream()
              .filter(token -> token.kind() == Token.Kind.STRING)
              .count();
    }
    return 0;
  }

  private static String rare(Column column, String values) {
    var name = column.key().name();
    return values.startsWith("true") ? name : name + " = …";
  }
}
