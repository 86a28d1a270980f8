package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A foreign key whose rows no index finds: every DELETE or key change of the other table, and
/// every join from there, reads this table whole.
final class ForeignKeyWithoutIndex implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "foreign-key-without-index",
          Severity.WARNING,
          "No usable index leads with the columns of a foreign key.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      var indexes = subject.indexesOf(table);
      for (var foreignKey : table.constraints(Constraint.Type.FOREIGN_KEY)) {
        var columns = Set.copyOf(foreignKey.columns());
        if (indexes.stream().noneMatch(index -> index.finds(columns))) {
          problems.add(problem(subject, table, foreignKey));
        }
      }
    }
    return problems;
  }

  private static Problem problem(Subject subject, LintedTable table, Constraint foreignKey) {
    var references = foreignKey.references();
    var other = references == null ? "" : references.table().qualifiedName();
    var columns = String.join(", ", foreignKey.columns());
    var size =
        subject
            .live()
            .table(table.key())
            .filter(use -> use.rows() > 0)
            .map(use -> ", %s rows".formatted(Figures.count(use.rows())))
            .orElse("");
    var readers =
        foreignKey.isEnforced()
            ? "each DELETE in %s, and each join from there, reads".formatted(other)
            : "each join from %s reads".formatted(other);
    return new Problem(
        foreignKey.key(),
        DESCRIPTION.severity(),
        "no index leads with (%s): %s all of %s%s".formatted(columns, readers, table.name(), size),
        remedy(subject, table, foreignKey, other));
  }

  private static Remedy remedy(
      Subject subject, LintedTable table, Constraint foreignKey, String other) {
    var name = subject.newIndexName(table.key(), foreignKey.columns());
    var on =
        "%s ON %s (%s);".formatted(name, table.name(), String.join(", ", foreignKey.columns()));
    var concurrently = table.isPartitioned() ? "" : "CONCURRENTLY ";
    var comment =
        "\nCOMMENT ON INDEX %s.%s IS %s;"
            .formatted(
                table.key().schema(),
                name,
                Name.literal("Serves the foreign key to %s, and joins along it".formatted(other)));
    var sql = "CREATE INDEX " + on + (subject.commentsIndexes() ? comment : "");
    return Remedy.of("CREATE INDEX " + concurrently + on, new Change.AddBehind(table.key(), sql));
  }
}
