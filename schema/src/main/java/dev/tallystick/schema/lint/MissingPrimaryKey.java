package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import java.util.ArrayList;
import java.util.List;

/// A table whose rows nothing names.
final class MissingPrimaryKey implements Rule {
  private static final Description DESCRIPTION =
      new Description("missing-primary-key", Severity.WARNING, "A table has no primary key.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      if (table.table().partition() != null || table.columns().isEmpty()) continue;
      if (!table.constraints(Constraint.Type.PRIMARY_KEY).isEmpty()) continue;
      problems.add(
          new Problem(
              table.key(),
              DESCRIPTION.severity(),
              "%s has no primary key: a row cannot be named, and logical replication refuses UPDATE"
                      .formatted(table.name())
                  + " and DELETE",
              Remedy.byPerson("which columns name a row?", sql(table))));
    }
    return problems;
  }

  private static String sql(LintedTable table) {
    var columns =
        table.constraints(Constraint.Type.UNIQUE).stream()
            .map(Constraint::columns)
            .filter(names -> names.stream().allMatch(name -> isNotNull(table, name)))
            .findFirst()
            .map(names -> String.join(", ", names))
            .orElse("…");
    return "ALTER TABLE %s ADD PRIMARY KEY (%s);".formatted(table.name(), columns);
  }

  private static boolean isNotNull(LintedTable table, String column) {
    return table.column(column).map(found -> found.isNotNull()).orElse(false);
  }
}
