package dev.tallystick.postgres.changes;

import java.util.List;
import java.util.stream.Collectors;

/// A table that a feed follows, as the catalogue describes it.
///
/// @param columns what is shown of a row: all that replication sends, with the row's key
/// @param attributes every column there is, in order, as the table's row type has them
/// @param isIdentified whether PostgreSQL can tell replication which row an update or delete met
/// @param bytes its size on disk
record FollowedTable(
    TableName name,
    List<Column> columns,
    List<String> attributes,
    boolean isIdentified,
    boolean isPermanent,
    long bytes) {
  FollowedTable {
    columns = List.copyOf(columns);
    attributes = List.copyOf(attributes);
  }

  List<String> keyColumns() {
    return columns.stream().filter(Column::isKey).map(Column::name).toList();
  }

  /// The same columns with this table's keys.
  List<Column> withItsKeys(List<Column> others) {
    var keys = keyColumns();
    return others.stream()
        .map(column -> new Column(column.name(), keys.contains(column.name())))
        .toList();
  }

  /// The columns as a SELECT names them.
  String columnList() {
    return columns.stream()
        .map(column -> TableName.quoted(column.name()))
        .collect(Collectors.joining(", "));
  }
}
