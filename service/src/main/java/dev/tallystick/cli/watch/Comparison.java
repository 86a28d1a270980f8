package dev.tallystick.cli.watch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A snapshot beside the one before it.
///
/// @param snapshot the newer one
/// @param rows its rows in order; a row that is gone stands behind the one that it followed
record Comparison(Snapshot snapshot, List<RowChange> rows) {
  Comparison {
    rows = List.copyOf(rows);
  }

  /// A snapshot with none before it, or one of other columns: nothing in it is marked.
  static Comparison first(Snapshot snapshot) {
    return new Comparison(
        snapshot, snapshot.rows().stream().<RowChange>map(RowChange.Same::new).toList());
  }

  /// @throws IllegalArgumentException if the two have different columns
  static Comparison of(Snapshot before, Snapshot after, Key key) {
    if (!before.columns().equals(after.columns())) {
      throw new IllegalArgumentException("snapshots of different columns cannot be compared");
    }
    var places = places(before, key);
    var present = new ArrayList<RowChange>();
    // Behind which of the older rows each newer one stands, so that gone rows find their place.
    var found = new HashMap<Integer, Integer>();
    for (var row : after.rows()) {
      var same = places.get(row.cells(key.columns()));
      if (same == null || same.isEmpty()) {
        present.add(new RowChange.New(row));
      } else {
        int place = same.removeFirst();
        found.put(place, present.size());
        present.add(change(before.rows().get(place), row));
      }
    }
    return new Comparison(after, withGone(before, present, found));
  }

  /// Where the rows of each key stand, in order.
  private static Map<List<@Nullable String>, Deque<Integer>> places(Snapshot snapshot, Key key) {
    var places = new HashMap<List<@Nullable String>, Deque<Integer>>();
    for (int i = 0; i < snapshot.rows().size(); i++) {
      var cells = snapshot.rows().get(i).cells(key.columns());
      places.computeIfAbsent(cells, _ -> new ArrayDeque<>()).add(i);
    }
    return places;
  }

  private static RowChange change(Row before, Row row) {
    var changed =
        IntStream.range(0, row.cells().size())
            .filter(i -> !Objects.equals(before.cells().get(i), row.cells().get(i)))
            .boxed()
            .toList();
    return changed.isEmpty()
        ? new RowChange.Same(row)
        : new RowChange.Changed(row, before, changed);
  }

  private static List<RowChange> withGone(
      Snapshot before, List<RowChange> present, Map<Integer, Integer> found) {
    var goneBehind = new HashMap<Integer, List<RowChange>>();
    int predecessor = -1;
    for (int i = 0; i < before.rows().size(); i++) {
      var now = found.get(i);
      if (now != null) {
        predecessor = now;
      } else {
        var gone = new RowChange.Gone(before.rows().get(i));
        goneBehind.computeIfAbsent(predecessor, _ -> new ArrayList<>()).add(gone);
      }
    }
    var all = new ArrayList<>(goneBehind.getOrDefault(-1, List.of()));
    for (int i = 0; i < present.size(); i++) {
      all.add(present.get(i));
      all.addAll(goneBehind.getOrDefault(i, List.of()));
    }
    return all;
  }

  /// Whether anything is new, changed or gone.
  boolean hasChanges() {
    return rows.stream().anyMatch(change -> !(change instanceof RowChange.Same));
  }
}
