package dev.tallystick.cli.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What each column went through since the watch began, or since the result has these columns.
///
/// @param columns in the order of the result's columns
record Statistics(List<OfColumn> columns) {
  Statistics {
    columns = List.copyOf(columns);
  }

  /// The smallest and the largest value that a column had, and when a cell in it changed last.
  record OfColumn(Optional<Extreme> min, Optional<Extreme> max, Optional<Instant> changedAt) {
    private static final OfColumn NONE =
        new OfColumn(Optional.empty(), Optional.empty(), Optional.empty());

    private OfColumn with(Extreme value) {
      return new OfColumn(
          Optional.of(min.filter(known -> !value.isBelow(known)).orElse(value)),
          Optional.of(max.filter(known -> !known.isBelow(value)).orElse(value)),
          changedAt);
    }

    private OfColumn changed(Instant at) {
      return new OfColumn(min, max, Optional.of(at));
    }
  }

  /// A value, as printed and as compared.
  record Extreme(String text, Magnitude magnitude) {
    private boolean isBelow(Extreme other) {
      return magnitude.compareTo(other.magnitude) < 0;
    }
  }

  /// Those of a first snapshot.
  static Statistics of(Snapshot snapshot) {
    var none = new Statistics(snapshot.columns().stream().map(_ -> OfColumn.NONE).toList());
    return none.and(Comparison.first(snapshot), Instant.MIN);
  }

  /// With one more comparison, made `at` that time.
  Statistics and(Comparison comparison, Instant at) {
    var all = new ArrayList<>(columns);
    for (var change : comparison.rows()) {
      if (change instanceof RowChange.Gone) continue;
      addValues(all, comparison.snapshot().columns(), change.row());
      if (change instanceof RowChange.Changed(_, _, var changed)) {
        for (int column : changed) all.set(column, all.get(column).changed(at));
      }
    }
    return new Statistics(all);
  }

  private static void addValues(List<OfColumn> all, List<Column> columns, Row row) {
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      extreme(columns.get(i), row.cells().get(i))
          .ifPresent(value -> all.set(column, all.get(column).with(value)));
    }
  }

  private static Optional<Extreme> extreme(Column column, @Nullable String cell) {
    if (cell == null) return Optional.empty();
    return Magnitude.of(column.type(), cell).map(magnitude -> new Extreme(cell, magnitude));
  }
}
