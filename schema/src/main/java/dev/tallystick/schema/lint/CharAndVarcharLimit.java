package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.SchemaObject.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A column of type `char(n)`, which pads with blanks, or `varchar(n)`, whose limit is part of the
/// type.
final class CharAndVarcharLimit implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "char-and-varchar-limit", Severity.INFO, "A column has the type char(n) or varchar(n).");

  private static final Pattern LIMITED = Pattern.compile("character( varying)?\\((\\d+)\\)");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var column : table.ownColumns()) problem(table, column).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> problem(LintedTable table, Column column) {
    var matcher = LIMITED.matcher(column.type());
    if (!matcher.matches()) return Optional.empty();
    var isPadded = matcher.group(1) == null;
    var name = column.key().name();
    var check = "CHECK (length(%s) <= %s)".formatted(name, matcher.group(2));
    return Optional.of(
        new Problem(
            column.key(),
            isPadded ? Severity.WARNING : DESCRIPTION.severity(),
            isPadded
                ? "%s is char(%s): shorter values are padded with blanks"
                    .formatted(name, matcher.group(2))
                : "%s is varchar(%s): another limit is another type, for views and functions too"
                    .formatted(name, matcher.group(2)),
            Remedy.of(
                "ALTER TABLE %s ALTER COLUMN %s TYPE text, ADD %s;"
                    .formatted(table.name(), name, check),
                new Change.ChangeType(column.key(), "text"),
                new Change.AddToColumn(column.key(), check))));
  }
}
