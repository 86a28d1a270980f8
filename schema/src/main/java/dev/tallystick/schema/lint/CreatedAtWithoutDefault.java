package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A moment that no outside source gives, and that every writer has to give all the same.
final class CreatedAtWithoutDefault implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "created-at-without-default",
          Severity.WARNING,
          "created_at, updated_at or their like is NOT NULL and has no default.");

  private static final Pattern OURS =
      Pattern.compile(
          "(created|updated|inserted|modified|added)(_(at|on|time|timestamp))?",
          Pattern.CASE_INSENSITIVE);

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var column : table.ownColumns()) {
        if (isFault(column) && !isSetByTrigger(subject, table, column)) {
          problems.add(problem(table, column));
        }
      }
    }
    return problems;
  }

  private static boolean isFault(Column column) {
    return column.isNotNull()
        && column.defaultValue() == null
        && column.generated() == null
        && column.type().startsWith("timestamp")
        && OURS.matcher(Name.plain(column.key().name())).matches();
  }

  private static boolean isSetByTrigger(Subject subject, LintedTable table, Column column) {
    return table.triggers().stream()
        .flatMap(trigger -> TriggerBody.of(subject, trigger).stream())
        .anyMatch(body -> body.isBefore("INSERT") && body.assigned().contains(column.key().name()));
  }

  private static Problem problem(LintedTable table, Column column) {
    var name = column.key().name();
    return new Problem(
        column.key(),
        DESCRIPTION.severity(),
        "%s is NOT NULL without a default: each writer gives it, by its own clock".formatted(name),
        Remedy.of(
            "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT now();".formatted(table.name(), name),
            new Change.AddToColumn(column.key(), "DEFAULT now()")));
  }
}
