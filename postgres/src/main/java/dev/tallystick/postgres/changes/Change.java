package dev.tallystick.postgres.changes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One thing that a committed transaction did to a followed table.
public sealed interface Change {
  TableName table();

  /// When it was committed; when it was seen, if the table is polled.
  Instant at();

  record Inserted(TableName table, Instant at, Row row) implements Change {}

  /// @param before with unknown cells where the row was not seen before
  record Updated(TableName table, Instant at, Row before, Row after) implements Change {
    /// The positions of the columns that are known to have changed.
    public List<Integer> changed() {
      var changed = new ArrayList<Integer>();
      for (int i = 0; i < after.cells().size(); i++) {
        var old = before.cells().get(i);
        var isKnown = !(old instanceof Cell.Unknown);
        if (isKnown && !old.equals(after.cells().get(i))) changed.add(i);
      }
      return changed;
    }

    /// Whether the row's old values are known, so that [#changed] names all that changed.
    public boolean isBeforeKnown() {
      return before.isWhole();
    }
  }

  /// @param before with unknown cells beside the key where the row was not seen before
  record Deleted(TableName table, Instant at, Row before) implements Change {}

  record Truncated(TableName table, Instant at) implements Change {}

  /// About how much memory it takes.
  default long bytes() {
    return switch (this) {
      case Inserted(var _, var _, var row) -> 64 + row.bytes();
      case Updated(var _, var _, var before, var after) -> 64 + before.bytes() + after.bytes();
      case Deleted(var _, var _, var before) -> 64 + before.bytes();
      case Truncated _ -> 64;
    };
  }
}
