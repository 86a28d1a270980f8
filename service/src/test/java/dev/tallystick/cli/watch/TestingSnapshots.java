package dev.tallystick.cli.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Snapshots written as text: `a 1 / b 2` has two rows of two columns; `∅` is NULL.
final class TestingSnapshots {
  private TestingSnapshots() {}

  /// @param types of the columns, as in `text int4`; they are called c0, c1 and so on
  static Snapshot snapshot(String types, String rows) {
    var names = types.split(" ", -1);
    var columns =
        IntStream.range(0, names.length).mapToObj(i -> new Column("c" + i, names[i])).toList();
    return new Snapshot(columns, rows(rows), false);
  }

  private static List<Row> rows(String text) {
    if (text.isBlank()) return List.of();
    var rows = new ArrayList<Row>();
    for (var row : text.split("/", -1)) rows.add(new Row(cells(row.strip())));
    return rows;
  }

  private static List<@Nullable String> cells(String row) {
    var cells = new ArrayList<@Nullable String>();
    for (var cell : row.split(" ", -1)) cells.add(cell.equals("∅") ? null : cell);
    return cells;
  }
}
