package dev.tallystick.schema.plan;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Policy;
import dev.tallystick.schema.catalogue.SchemaObject.Sequence;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import dev.tallystick.schema.plan.Step.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The steps that make tables and change them as wholes, and those for triggers, policies and
/// sequences.
final class TableSteps {
  private final Catalogue before;
  private final Catalogue after;

  TableSteps(Catalogue before, Catalogue after) {
    this.before = before;
    this.after = after;
  }

  /// The constraints that a new table is made with. Foreign keys come when both tables are there.
  List<Constraint> inlined(Table table) {
    return after.of(table.key(), Constraint.class).stream()
        .filter(constraint -> constraint.type() != Constraint.Type.FOREIGN_KEY)
        .filter(constraint -> constraint.isValid() && constraint.isEnforced())
        .toList();
  }

  List<Step> create(Table table) {
    var key = table.key();
    var steps = new ArrayList<Step>();
    steps.add(Step.of(Action.CREATE, key, Ddl.createTable(table, after, inlined(table))));
    for (var column : after.of(key, Column.class)) {
      steps.addAll(
          column.isInherited()
              ? ownOfPartition(table, column)
              : ColumnSteps.rest(ColumnSteps.withoutRest(column), column));
    }
    steps.addAll(settings(Optional.empty(), table));
    return steps;
  }

  /// What a partition's column has other than its parent's.
  private List<Step> ownOfPartition(Table table, Column column) {
    var parents = table.partition() != null ? List.of(table.partition().of()) : table.parents();
    for (var parent : parents) {
      var key = ObjectKey.column(parent.schema(), parent.name(), column.key().name());
      if (after.objects().get(key) instanceof Column ofParent) {
        var given = ColumnSteps.cascaded(column, null, ofParent);
        return given.equals(column)
            ? List.of()
            : new ColumnSteps(before, after, Hints.none()).alter(given, column);
      }
    }
    return List.of();
  }

  List<Step> alter(Table old, Table present) {
    var steps = new ArrayList<Step>();
    var key = present.key();
    if (!Objects.equals(old.partition(), present.partition())) {
      if (old.partition() != null) {
        var detach =
            Ddl.alterTable(old.partition().of()) + "DETACH PARTITION " + key.qualifiedName();
        steps.add(Step.of(Action.ALTER, key, detach));
      }
      if (present.partition() != null) {
        var attach =
            "%sATTACH PARTITION %s %s"
                .formatted(
                    Ddl.alterTable(present.partition().of()),
                    key.qualifiedName(),
                    present.partition().bound());
        steps.add(Step.of(Action.ATTACH, key, attach));
      }
    }
    for (var parent : old.parents()) {
      if (!present.parents().contains(parent)) {
        steps.add(change(key, "NO INHERIT " + parent.qualifiedName()));
      }
    }
    for (var parent : present.parents()) {
      if (!old.parents().contains(parent)) {
        steps.add(change(key, "INHERIT " + parent.qualifiedName()));
      }
    }
    if (old.isLogged() != present.isLogged()) {
      steps.add(change(key, present.isLogged() ? "SET LOGGED" : "SET UNLOGGED"));
    }
    steps.addAll(options(old.options(), present));
    steps.addAll(settings(Optional.of(old), present));
    return steps;
  }

  private static Step change(ObjectKey table, String change) {
    return Step.of(Action.ALTER, table, Ddl.alterTable(table) + change);
  }

  private static List<Step> options(List<String> old, Table present) {
    var steps = new ArrayList<Step>();
    var set = new ArrayList<>(present.options());
    set.removeAll(old);
    if (!set.isEmpty()) steps.add(change(present.key(), "SET (" + String.join(", ", set) + ")"));
    var reset = new ArrayList<String>();
    for (var option : old) {
      var name = option.substring(0, option.indexOf('='));
      if (present.options().stream().noneMatch(o -> o.startsWith(name + "="))) reset.add(name);
    }
    if (!reset.isEmpty()) {
      steps.add(change(present.key(), "RESET (" + String.join(", ", reset) + ")"));
    }
    return steps;
  }

  private static List<Step> settings(Optional<Table> old, Table present) {
    var steps = new ArrayList<Step>();
    var key = present.key();
    if (old.map(Table::hasRowSecurity).orElse(false) != present.hasRowSecurity()) {
      steps.add(
          change(key, (present.hasRowSecurity() ? "ENABLE" : "DISABLE") + " ROW LEVEL SECURITY"));
    }
    if (old.map(Table::forcesRowSecurity).orElse(false) != present.forcesRowSecurity()) {
      steps.add(
          change(key, (present.forcesRowSecurity() ? "" : "NO ") + "FORCE ROW LEVEL SECURITY"));
    }
    var identity = old.map(Table::replicaIdentity).orElse("DEFAULT");
    if (!identity.equals(present.replicaIdentity())) {
      steps.add(change(key, "REPLICA IDENTITY " + present.replicaIdentity()));
    }
    return steps;
  }

  List<Step> alter(Sequence old, Sequence present) {
    var steps = new ArrayList<Step>();
    var alter = "ALTER SEQUENCE " + present.key().qualifiedName() + " ";
    if (!old.options().equals(present.options())) {
      var type =
          old.options().type().equals(present.options().type())
              ? ""
              : "AS " + present.options().type() + " ";
      steps.add(
          Step.of(
              Action.ALTER,
              present.key(),
              alter + type + String.join(" ", present.options().all())));
    }
    if (old.isLogged() != present.isLogged()) {
      var change = present.isLogged() ? "SET LOGGED" : "SET UNLOGGED";
      steps.add(Step.of(Action.ALTER, present.key(), alter + change));
    }
    if (!Objects.equals(old.ownedBy(), present.ownedBy())) {
      steps.add(Step.of(Action.ALTER, present.key(), Ddl.ownedBy(present)));
    }
    return steps;
  }

  static List<Step> create(Trigger trigger) {
    var steps = new ArrayList<Step>();
    steps.add(Step.of(Action.CREATE, trigger.key(), trigger.definition()));
    if (!trigger.enabled().equals("ENABLE")) steps.add(enable(trigger));
    return steps;
  }

  List<Step> alter(Trigger old, Trigger present) {
    var steps = new ArrayList<Step>();
    if (!old.definition().equals(present.definition())) {
      var sql = present.definition().replaceFirst("^CREATE ", "CREATE OR REPLACE ");
      steps.add(Step.of(Action.ALTER, present.key(), sql));
    }
    if (!old.enabled().equals(present.enabled())) steps.add(enable(present));
    return steps;
  }

  private static Step enable(Trigger trigger) {
    return Step.of(
        Action.ALTER,
        trigger.key(),
        Ddl.alterTable(trigger.key()) + trigger.enabled() + " TRIGGER " + trigger.key().name());
  }

  static Step alter(Policy present) {
    var sql = new StringBuilder("ALTER " + Ddl.target(present));
    sql.append(" TO ").append(String.join(", ", present.roles()));
    if (present.using() != null) sql.append(" USING (").append(present.using()).append(')');
    if (present.check() != null) sql.append(" WITH CHECK (").append(present.check()).append(')');
    return Step.of(Action.ALTER, present.key(), sql.toString());
  }

  /// A column of a partition or child whose parent's column changed as well.
  List<Step> alterInherited(Column old, Column present, ColumnSteps columns) {
    var table = (Table) after.objects().get(present.key().owner());
    if (table == null) return List.of();
    var parents = table.partition() != null ? List.of(table.partition().of()) : table.parents();
    for (var parent : parents) {
      var key = ObjectKey.column(parent.schema(), parent.name(), present.key().name());
      if (before.objects().get(key) instanceof Column parentBefore
          && after.objects().get(key) instanceof Column parentAfter) {
        var given = ColumnSteps.cascaded(old, parentBefore, parentAfter);
        return given.equals(present) ? List.of() : columns.alter(given, present);
      }
    }
    return List.of();
  }
}
