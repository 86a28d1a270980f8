package dev.tallystick.cli.watch;

import java.util.List;

/// What became of a row between two snapshots.
sealed interface RowChange {
  /// The row as it is now, or as it was last.
  Row row();

  /// As it was, or seen for the first time with nothing to compare it to.
  record Same(Row row) implements RowChange {}

  /// The same key, other values.
  ///
  /// @param columns the numbers of the columns that changed
  record Changed(Row row, Row before, List<Integer> columns) implements RowChange {}

  /// It was not there before.
  record New(Row row) implements RowChange {}

  /// It is not there any more.
  record Gone(Row row) implements RowChange {}
}
