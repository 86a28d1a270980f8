package dev.tallystick.schema.lint;

import java.util.ArrayList;
import java.util.List;

/// A column of type `timestamp`: a clock face without a place, no moment in time.
final class TimestampWithoutTimeZone implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "timestamp-without-time-zone", Severity.WARNING, "A column has the type timestamp.");

  private static final String SUFFIX = " without time zone";

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var column : table.ownColumns()) {
        if (!column.type().startsWith("timestamp") || !column.type().endsWith(SUFFIX)) continue;
        var precision = column.type().replace("timestamp", "").replace(SUFFIX, "");
        var name = column.key().name();
        problems.add(
            new Problem(
                column.key(),
                DESCRIPTION.severity(),
                "%s is a timestamp without time zone: which moment it means depends on who reads it"
                    .formatted(name),
                Remedy.of(
                    "ALTER TABLE %s ALTER COLUMN %s TYPE timestamptz%s USING %s AT TIME ZONE 'UTC';"
                        .formatted(table.name(), name, precision, name),
                    new Change.ChangeType(column.key(), "timestamptz" + precision))));
      }
    }
    return problems;
  }
}
