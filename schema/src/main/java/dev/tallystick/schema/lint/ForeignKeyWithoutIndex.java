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
    var name = subject.newIndexName(table.key(), foreignKey.columns());
    var concurrently = table.isPartitioned() ? "" : "CONCURRENTLY ";
    var create = "CREATE INDEX %s ON %s (%s);".formatted("%s", table.name(), columns);
    var comment =
        "COMMENT ON INDEX %s.%s IS %s;"
            .formatted(
                table.key().schema(),
                name,
                Name.literal("Serves the foreign key to %s, and joins along it".formatted(other)));
    return new Problem(
        foreignKey.key(),
        DESCRIPTION.severity(),
        "no index leads with (%s): each DELETE in %s, and each join from there, reads all of %s%s"
            .formatted(columns, other, table.name(), size),
        Remedy.of(
            create.formatted(concurrently + name),
            new Change.AddBehind(table.key(), create.formatted(name) + "\n" + comment)));
  }
}
