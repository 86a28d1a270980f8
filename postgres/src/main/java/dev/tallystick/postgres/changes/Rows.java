package dev.tallystick.postgres.changes;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads rows of a query as replication would send them.
final class Rows {
  private Rows() {}

  /// @param first the position of the first column
  static Row read(ResultSet rows, int first, List<Column> columns) throws SQLException {
    var cells = new ArrayList<Cell>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      var text = rows.getString(first + i);
      cells.add(text == null ? Cell.NULL : new Cell.Text(text));
    }
    return new Row(columns, cells);
  }
}
