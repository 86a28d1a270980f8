package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.CompositeType;
import dev.tallystick.schema.catalogue.SchemaObject.Domain;
import dev.tallystick.schema.catalogue.SchemaObject.EnumType;
import dev.tallystick.schema.plan.Step.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The steps that change enums, domains and composite types.
final class TypeSteps {
  private final Catalogue before;
  private final Catalogue after;

  TypeSteps(Catalogue before, Catalogue after) {
    this.before = before;
    this.after = after;
  }

  List<Step> alter(EnumType old, EnumType present) {
    if (Fates.isSwapped(old, present)) return swap(present);
    var steps = new ArrayList<Step>();
    var labels = new ArrayList<>(old.labels());
    for (int i = 0; i < present.labels().size(); i++) {
      var label = present.labels().get(i);
      if (i < labels.size() && labels.get(i).equals(label)) continue;
      var place = "";
      if (i < labels.size()) place = " BEFORE " + Name.literal(labels.get(i));
      labels.add(i, label);
      // A new label cannot be used in the transaction that adds it.
      steps.add(
          Step.of(
                  Action.ALTER,
                  present.key(),
                  "ALTER TYPE %s ADD VALUE %s%s"
                      .formatted(present.key().qualifiedName(), Name.literal(label), place))
              .last());
    }
    return steps;
  }

  /// Makes the new type beside the old one and moves every column over, with the domains over it. A
  /// value that the new type lacks makes the step fail, and nothing is lost.
  private List<Step> swap(SchemaObject present) {
    var swapped = new ArrayList<SchemaObject>(List.of(present));
    for (var dependent : before.dependents(present.key())) {
      if (after.objects().get(dependent) instanceof Domain domain) swapped.add(domain);
    }
    var steps = new ArrayList<Step>();
    for (var type : swapped) {
      var key = type.key();
      var rename = "ALTER %s RENAME TO %s".formatted(Ddl.target(type), parked(key));
      steps.add(Step.of(Action.RENAME, key, rename));
    }
    for (var type : swapped) {
      steps.add(Step.of(Action.CREATE, type.key(), Ddl.create(type, after)));
    }
    for (var type : swapped) {
      for (var column : columnsOf(type.key())) steps.addAll(move(column));
    }
    for (var type : swapped.reversed()) {
      var key = type.key();
      var drop = type instanceof Domain ? "DROP DOMAIN " : "DROP TYPE ";
      steps.add(Step.of(Action.DROP, key, drop + key.schema() + "." + parked(key)));
    }
    return steps;
  }

  private static String parked(ObjectKey type) {
    return Name.with(type.name(), "_old");
  }

  /// Moves a column to the type that has its type's name now.
  private List<Step> move(Column column) {
    var steps = new ArrayList<Step>();
    var name = column.key().name();
    var alter = Ddl.alterTable(column.key()) + "ALTER COLUMN " + name + " ";
    if (column.defaultValue() != null) {
      steps.add(Step.of(Action.ALTER, column.key(), alter + "DROP DEFAULT"));
    }
    var through = column.type().endsWith("[]") ? "text[]" : "text";
    var type = "TYPE %s USING %s::%s::%s".formatted(column.type(), name, through, column.type());
    steps.add(Step.of(Action.ALTER, column.key(), alter + type));
    var presentDefault = ((Column) after.get(column.key())).defaultValue();
    if (presentDefault != null) {
      steps.add(Step.of(Action.ALTER, column.key(), alter + "SET DEFAULT " + presentDefault));
    }
    return steps;
  }

  /// The columns of a type, in both catalogues; partitions follow their parents.
  List<Column> columnsOf(ObjectKey type) {
    var name = type.qualifiedName();
    var columns = new ArrayList<Column>();
    for (var dependent : before.dependents(type)) {
      if (before.objects().get(dependent) instanceof Column old
          && after.objects().get(dependent) instanceof Column present
          && old.generated() == null
          && !old.isInherited()
          && (old.type().equals(name) || old.type().equals(name + "[]"))
          && old.type().equals(present.type())) {
        columns.add(old);
      }
    }
    return columns;
  }

  List<Step> alter(Domain old, Domain present) {
    if (Fates.isSwapped(old, present)) return swap(present);
    var steps = new ArrayList<Step>();
    var alter = "ALTER DOMAIN " + present.key().qualifiedName() + " ";
    if (!Objects.equals(old.defaultValue(), present.defaultValue())) {
      steps.add(
          step(
              present,
              alter
                  + (present.defaultValue() == null
                      ? "DROP DEFAULT"
                      : "SET DEFAULT " + present.defaultValue())));
    }
    if (old.isNotNull() != present.isNotNull()) {
      steps.add(step(present, alter + (present.isNotNull() ? "SET" : "DROP") + " NOT NULL"));
    }
    old.checks()
        .forEach(
            (name, check) -> {
              var kept = present.checks().get(name);
              if (kept == null || !kept.definition().equals(check.definition())) {
                steps.add(step(present, alter + "DROP CONSTRAINT " + name));
              }
            });
    present
        .checks()
        .forEach(
            (name, check) -> {
              var former = old.checks().get(name);
              var isSame = former != null && former.definition().equals(check.definition());
              if (!isSame) {
                var added = alter + "ADD CONSTRAINT " + name + " " + check.definition();
                steps.add(step(present, added + " NOT VALID").last());
              }
              var isValidated = isSame && former != null && former.isValid();
              if (check.isValid() && !isValidated) {
                var validate = alter + "VALIDATE CONSTRAINT " + name;
                steps.add(Step.of(Action.VALIDATE, present.key(), validate).last());
              }
            });
    return steps;
  }

  List<Step> alter(CompositeType old, CompositeType present) {
    var steps = new ArrayList<Step>();
    var alter = "ALTER TYPE " + present.key().qualifiedName() + " ";
    for (var attribute : old.attributes()) {
      if (find(present, attribute.name()) == null) {
        steps.add(step(present, alter + "DROP ATTRIBUTE " + attribute.name()));
      }
    }
    for (var name : after.columnOrder().getOrDefault(present.key(), List.of())) {
      var attribute = find(present, name);
      var former = find(old, name);
      if (attribute == null || attribute.equals(former)) continue;
      if (former == null) {
        steps.add(step(present, alter + "ADD ATTRIBUTE " + attribute.sql()));
      } else {
        var type = attribute.type();
        if (attribute.collation() != null) type += " COLLATE " + attribute.collation();
        steps.add(step(present, alter + "ALTER ATTRIBUTE " + name + " TYPE " + type));
      }
    }
    return steps;
  }

  private static CompositeType.@Nullable Attribute find(CompositeType type, String name) {
    return type.attributes().stream()
        .filter(attribute -> attribute.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static Step step(SchemaObject object, String sql) {
    return Step.of(Action.ALTER, object.key(), sql);
  }
}
