package dev.tallystick.cli.watch;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The columns by which rows are found again in the next snapshot. Rows with the same values there
/// are told apart by their order; without columns a row is known by its position alone.
///
/// @param columns numbers of columns, from 0
record Key(List<Integer> columns) {
  private static final Key POSITION = new Key(List.of());

  Key {
    columns = List.copyOf(columns);
  }

  /// The columns called `names`; empty if one is not among `columns`.
  static Optional<Key> named(List<String> names, List<Column> columns) {
    var all = columns.stream().map(Column::name).toList();
    if (!all.containsAll(names)) return Optional.empty();
    return Optional.of(new Key(names.stream().map(all::indexOf).toList()));
  }

  /// The fewest leading columns whose values are unique in both snapshots, and the position where
  /// not even all are. A single row needs none: it is the same row, whatever changes in it.
  static Key inferred(Snapshot before, Snapshot after) {
    for (int length = 0; length <= after.columns().size(); length++) {
      var prefix = IntStream.range(0, length).boxed().toList();
      if (isUnique(before, prefix) && isUnique(after, prefix)) return new Key(prefix);
    }
    return POSITION;
  }

  private static boolean isUnique(Snapshot snapshot, List<Integer> columns) {
    var seen = new HashSet<List<@Nullable String>>();
    return snapshot.rows().stream().allMatch(row -> seen.add(row.cells(columns)));
  }
}
