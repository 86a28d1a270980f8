package dev.tallystick.schema.lint;

import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.SchemaObject.Column;
import dev.tallystick.schema.catalogue.SchemaObject.Constraint;
import dev.tallystick.schema.catalogue.SchemaObject.Table;
import dev.tallystick.schema.catalogue.SchemaObject.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A table with what hangs on it.
///
/// @param columns by name
/// @param constraints its own; a partition's share of its parent's is the parent's
record LintedTable(
    Table table,
    Map<String, Column> columns,
    List<Constraint> constraints,
    List<Trigger> triggers) {
  ObjectKey key() {
    return table.key();
  }

  String name() {
    return table.key().qualifiedName();
  }

  boolean isPartitioned() {
    return table.partitionKey() != null;
  }

  /// The columns that this table declares itself.
  List<Column> ownColumns() {
    return columns.values().stream().filter(column -> !column.isInherited()).toList();
  }

  Optional<Column> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  List<Constraint> constraints(Constraint.Type type) {
    return constraints.stream().filter(constraint -> constraint.type() == type).toList();
  }
}
