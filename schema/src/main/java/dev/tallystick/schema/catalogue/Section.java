package dev.tallystick.schema.catalogue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// One query of the catalogue and what takes its rows.
record Section(String sql, RowTaker taker) {
  interface RowTaker {
    void take(ResultSet row) throws SQLException;
  }

  /// An array of text; empty for null.
  static List<String> strings(ResultSet row, String column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
