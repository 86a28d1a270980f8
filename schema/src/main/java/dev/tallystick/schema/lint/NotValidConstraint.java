package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import java.util.ArrayList;
import java.util.List;

/// A constraint that was never checked against the rows that were there before it.
final class NotValidConstraint implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "not-valid-constraint", Severity.WARNING, "A constraint is declared NOT VALID.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var constraint : subject.catalogue().all(Constraint.class)) {
      if (constraint.isValid()) continue;
      var table = constraint.key().owner().qualifiedName();
      var name = constraint.key().name();
      problems.add(
          new Problem(
              constraint.key(),
              DESCRIPTION.severity(),
              "%s holds for new rows only; the planner does not rely on it".formatted(name),
              Remedy.of(
                  "ALTER TABLE %s VALIDATE CONSTRAINT %s;".formatted(table, name),
                  new Change.RemoveNotValid(constraint.key()))));
    }
    return problems;
  }
}
