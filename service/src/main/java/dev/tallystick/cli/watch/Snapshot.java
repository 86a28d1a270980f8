package dev.tallystick.cli.watch;

import java.util.List;

/// The rows that one run returned.
///
/// @param hasMore whether there were more rows than are kept
record Snapshot(List<Column> columns, List<Row> rows, boolean hasMore) {
  Snapshot {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /// The number of the rows, in words.
  String size() {
    var number = "%d%s".formatted(rows.size(), hasMore ? "+" : "");
    return number + (rows.size() == 1 && !hasMore ? " row" : " rows");
  }
}
