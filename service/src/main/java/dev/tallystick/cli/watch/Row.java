package dev.tallystick.cli.watch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row of a snapshot.
///
/// @param cells as PostgreSQL prints them; null where it has NULL
record Row(List<@Nullable String> cells) {
  // Written out, because a compact constructor loses the annotation in its class file.
  Row(List<@Nullable String> cells) {
    this.cells = Collections.unmodifiableList(new ArrayList<>(cells));
  }

  /// Its cells in the columns with these numbers.
  List<@Nullable String> cells(List<Integer> columns) {
    var chosen = new ArrayList<@Nullable String>(columns.size());
    for (int column : columns) chosen.add(cells.get(column));
    return chosen;
  }
}
