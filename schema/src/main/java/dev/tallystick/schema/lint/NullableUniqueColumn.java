package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.SchemaObject.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A unique key of several columns, one of which may be null: with a null in it, the same row goes
/// in any number of times. A single nullable column is left alone; there it says "if it has one".
final class NullableUniqueColumn implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "nullable-unique-column",
          Severity.WARNING,
          "A unique key of several columns admits the same row twice where one is null.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var index : subject.indexes()) {
      if (!index.isUnique() || index.treatsNullsAlike() || index.keys().size() < 2) continue;
      var nullable =
          index.keys().stream()
              .flatMap(key -> nullable(subject, index, key.column()).stream())
              .filter(column -> !isExcluded(index, column))
              .toList();
      if (!nullable.isEmpty()) problems.add(problem(index, nullable));
    }
    return problems;
  }

  private static Optional<String> nullable(
      Subject subject, KeyedIndex index, @Nullable String name) {
    if (name == null) return Optional.empty();
    return subject
        .table(index.table())
        .flatMap(table -> table.column(name))
        .filter(column -> !column.isNotNull())
        .map(Column::key)
        .map(key -> key.name());
  }

  /// A partial index says that it means the rows that have a value, or those that have none.
  private static boolean isExcluded(KeyedIndex index, String column) {
    return index.predicate() != null && index.predicate().contains(column + " IS ");
  }

  private static Problem problem(KeyedIndex index, List<String> nullable) {
    var names = String.join(", ", nullable);
    var sql =
        index.isConstraint()
            ? "ALTER TABLE %s DROP CONSTRAINT %s, ADD CONSTRAINT %s UNIQUE NULLS NOT DISTINCT (%s);"
                .formatted(
                    index.table().qualifiedName(),
                    index.key().name(),
                    index.key().name(),
                    String.join(", ", index.keySql()))
            : "CREATE UNIQUE INDEX CONCURRENTLY ON %s %s NULLS NOT DISTINCT; %s"
                .formatted(index.table().qualifiedName(), index.shape(), index.dropSql());
    return new Problem(
        index.key(),
        DESCRIPTION.severity(),
        "%s %s admits the same row any number of times where %s is null"
            .formatted(index.key().name(), index.shape(), names),
        Remedy.byPerson(
            "NOT NULL, NULLS NOT DISTINCT, or a unique index WHERE %s IS NOT NULL that says so?"
                .formatted(nullable.getFirst()),
            sql));
  }
}
