package dev.tallystick.schema.lint;

import java.util.ArrayList;
import java.util.List;

/// A column of type `json`: text that is parsed again at each use, and cannot be compared or
/// indexed.
final class JsonNotJsonb implements Rule {
  private static final Description DESCRIPTION =
      new Description("json-not-jsonb", Severity.WARNING, "A column has the type json.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var column : table.ownColumns()) {
        if (!column.type().equals("json")) continue;
        var name = column.key().name();
        problems.add(
            new Problem(
                column.key(),
                DESCRIPTION.severity(),
                "%s is json: it is parsed at each use, has no = and no index".formatted(name),
                Remedy.of(
                    "ALTER TABLE %s ALTER COLUMN %s TYPE jsonb USING %s::jsonb;"
                        .formatted(table.name(), name, name),
                    new Change.ChangeType(column.key(), "jsonb"))));
      }
    }
    return problems;
  }
}
