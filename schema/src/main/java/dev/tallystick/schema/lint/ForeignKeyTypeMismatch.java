package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Domain;
import java.util.ArrayList;
import java.util.List;

/// A column that refers to one of another type: what fits there may not fit here, and each join
/// converts.
final class ForeignKeyTypeMismatch implements Rule {
  private static final Description DESCRIPTION =
      new Description(
          "foreign-key-type-mismatch",
          Severity.WARNING,
          "A foreign key's column has another type than the one it refers to.");

  @Override
  public Description description() {
    return DESCRIPTION;
  }

  @Override
  public List<Problem> check(Subject subject) {
    var problems = new ArrayList<Problem>();
    for (var table : subject.tables()) {
      for (var foreignKey : table.constraints(Constraint.Type.FOREIGN_KEY)) {
        var references = foreignKey.references();
        if (references == null) continue;
        var other = subject.table(references.table());
        for (int i = 0; i < foreignKey.columns().size() && other.isPresent(); i++) {
          var from = table.column(foreignKey.columns().get(i));
          var to = other.get().column(references.columns().get(i));
          if (from.isEmpty() || to.isEmpty() || areAlike(subject, from.get(), to.get())) continue;
          problems.add(problem(table, foreignKey, from.get(), to.get()));
        }
      }
    }
    return problems;
  }

  private static boolean areAlike(Subject subject, Column from, Column to) {
    return base(subject, from.type()).equals(base(subject, to.type()));
  }

  /// A domain is what it is made of, and a limit is no other type; varchar is stored as text.
  private static String base(Subject subject, String type) {
    var parts = type.split("\\.", 2);
    if (parts.length == 2) {
      var domain =
          subject.find(ObjectKey.of(ObjectKey.Kind.TYPE, parts[0], parts[1]), Domain.class);
      if (domain.isPresent()) return base(subject, domain.get().baseType());
    }
    var bare = type.replaceFirst("\\([\\d,]+\\)", "");
    return bare.equals("character varying") ? "text" : bare;
  }

  private static Problem problem(LintedTable table, Constraint foreignKey, Column from, Column to) {
    var name = from.key().name();
    return new Problem(
        foreignKey.key(),
        DESCRIPTION.severity(),
        "%s is %s and refers to %s, which is %s"
            .formatted(name, from.type(), to.key().qualifiedName(), to.type()),
        Remedy.of(
            "ALTER TABLE %s ALTER COLUMN %s TYPE %s;".formatted(table.name(), name, to.type()),
            new Change.ChangeType(from.key(), to.type())));
  }
}
