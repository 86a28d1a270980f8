package dev.tallystick.postgres.changes;

import java.util.ArrayList;
import java.util.List;

/// A row at one moment.
///
/// @param cells one for each column
public record Row(List<Column> columns, List<Cell> cells) {
  public Row {
    columns = List.copyOf(columns);
    cells = List.copyOf(cells);
    if (columns.size() != cells.size()) {
      throw new IllegalArgumentException(
          "%d columns and %d cells".formatted(columns.size(), cells.size()));
    }
  }

  /// What the row is known by; empty if its table has no key.
  public List<Cell> key() {
    var key = new ArrayList<Cell>();
    for (int i = 0; i < cells.size(); i++) {
      if (columns.get(i).isKey()) key.add(cells.get(i));
    }
    return key;
  }

  /// The cell of a column; unknown if there is no such column.
  public Cell cell(String column) {
    for (int i = 0; i < cells.size(); i++) {
      if (columns.get(i).name().equals(column)) return cells.get(i);
    }
    return Cell.UNKNOWN;
  }

  /// Whether the server has told all of it.
  boolean isWhole() {
    return !cells.contains(Cell.UNKNOWN);
  }

  /// This row with what it lacks taken from another of the same table.
  Row completedBy(Row other) {
    if (isWhole() || !columns.equals(other.columns)) return this;
    var whole = new ArrayList<>(cells);
    for (int i = 0; i < whole.size(); i++) {
      if (whole.get(i) instanceof Cell.Unknown) whole.set(i, other.cells.get(i));
    }
    return new Row(columns, whole);
  }

  /// Only the key; the rest as if it were unknown.
  Row keyOnly() {
    var known = new ArrayList<Cell>();
    for (int i = 0; i < cells.size(); i++) {
      known.add(columns.get(i).isKey() ? cells.get(i) : Cell.UNKNOWN);
    }
    return new Row(columns, known);
  }

  /// About how much memory it takes.
  long bytes() {
    long bytes = 64;
    for (var cell : cells) {
      bytes += cell instanceof Cell.Text(var text) ? 56 + text.length() : 8;
    }
    return bytes;
  }
}
