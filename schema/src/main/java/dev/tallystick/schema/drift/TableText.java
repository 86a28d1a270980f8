package dev.tallystick.schema.drift;

import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.catalogue.Grant;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.catalogue.SchemaObject;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import dev.tallystick.schema.plan.Ddl;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Statements of schema files that change what stands further up: there are no rows, so they are
/// simpler than a plan's.
final class TableText {
  private TableText() {}

  /// What `ALTER COLUMN` can change.
  static List<String> alter(Column old, Column present) {
    var statements = new ArrayList<String>();
    var alter = Ddl.alterTable(present.key()) + "ALTER COLUMN " + present.key().name() + " ";
    boolean hasOtherType =
        !old.type().equals(present.type()) || !Objects.equals(old.collation(), present.collation());
    boolean hasOtherDefault = !Objects.equals(old.defaultValue(), present.defaultValue());
    if (old.defaultValue() != null && (hasOtherDefault || hasOtherType)) {
      statements.add(alter + "DROP DEFAULT");
    }
    if (hasOtherType) {
      var collation = present.collation() == null ? "" : " COLLATE " + present.collation();
      var name = present.key().name();
      statements.add(
          "%sTYPE %s%s USING %s::%s"
              .formatted(alter, present.type(), collation, name, present.type()));
    }
    if (present.defaultValue() != null && (hasOtherDefault || hasOtherType)) {
      statements.add(alter + "SET DEFAULT " + present.defaultValue());
    }
    if (old.isNotNull() != present.isNotNull()) {
      statements.add(alter + (present.isNotNull() ? "SET" : "DROP") + " NOT NULL");
    }
    if (!Objects.equals(old.statisticsTarget(), present.statisticsTarget())) {
      var target = Optional.ofNullable(present.statisticsTarget()).orElse(-1);
      statements.add(alter + "SET STATISTICS " + target);
    }
    if (!Objects.equals(old.storage(), present.storage())) {
      var storage = Optional.ofNullable(present.storage()).orElse("DEFAULT");
      statements.add(alter + "SET STORAGE " + storage);
    }
    return statements;
  }

  /// What a table is beside its columns and parts; at first as `CREATE TABLE` makes it.
  static List<String> settings(Optional<Table> old, Table present) {
    var statements = new ArrayList<String>();
    var alter = Ddl.alterTable(present.key());
    old.ifPresent(was -> options(was.options(), present, statements));
    if (old.isPresent() && old.get().isLogged() != present.isLogged()) {
      statements.add(alter + (present.isLogged() ? "SET LOGGED" : "SET UNLOGGED"));
    }
    if (old.map(Table::hasRowSecurity).orElse(false) != present.hasRowSecurity()) {
      statements.add(
          alter + (present.hasRowSecurity() ? "ENABLE" : "DISABLE") + " ROW LEVEL SECURITY");
    }
    if (old.map(Table::forcesRowSecurity).orElse(false) != present.forcesRowSecurity()) {
      statements.add(
          alter + (present.forcesRowSecurity() ? "" : "NO ") + "FORCE ROW LEVEL SECURITY");
    }
    if (!old.map(Table::replicaIdentity).orElse("DEFAULT").equals(present.replicaIdentity())) {
      statements.add(alter + "REPLICA IDENTITY " + present.replicaIdentity());
    }
    return statements;
  }

  private static void options(List<String> old, Table present, List<String> statements) {
    var alter = Ddl.alterTable(present.key());
    var set = new ArrayList<>(present.options());
    set.removeAll(old);
    if (!set.isEmpty()) statements.add(alter + "SET (" + String.join(", ", set) + ")");
    for (var option : old) {
      var name = option.substring(0, option.indexOf('='));
      if (present.options().stream().noneMatch(o -> o.startsWith(name + "="))) {
        statements.add(alter + "RESET (" + name + ")");
      }
    }
  }

  static String enable(Trigger trigger) {
    return "%s%s TRIGGER %s"
        .formatted(Ddl.alterTable(trigger.key()), trigger.enabled(), trigger.key().name());
  }

  /// What leads from some grants to others.
  static List<String> grants(
      ObjectKey key, Catalogue catalogue, Set<Grant> old, Set<Grant> present) {
    var statements = new ArrayList<String>();
    for (var grant : old) {
      if (!present.contains(grant)) {
        statements.add("REVOKE %s FROM %s".formatted(on(grant, key, catalogue), grant.grantee()));
      }
    }
    for (var grant : present) {
      if (old.contains(grant)) continue;
      statements.add(
          "GRANT %s TO %s%s"
              .formatted(
                  on(grant, key, catalogue),
                  grant.grantee(),
                  grant.isGrantable() ? " WITH GRANT OPTION" : ""));
    }
    return statements;
  }

  private static String on(Grant grant, ObjectKey key, Catalogue catalogue) {
    if (key.kind() == Kind.COLUMN) {
      return "%s (%s) ON %s".formatted(grant.privilege(), key.name(), key.owner().qualifiedName());
    }
    return switch (catalogue.get(key)) {
      case SchemaObject.View _, Table _ -> grant.privilege() + " ON " + key.qualifiedName();
      case SchemaObject object -> grant.privilege() + " ON " + Ddl.target(object);
    };
  }
}
