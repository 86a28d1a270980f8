package dev.tallystick.postgres.changes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which columns of a change are shown. A row's key always is, unless it is withheld.
public sealed interface Columns {
  /// All of them.
  record All() implements Columns {}

  /// These, in whichever table has them.
  record Only(Set<String> names) implements Columns {
    public Only {
      names = Set.copyOf(names);
    }
  }

  /// All but those that `isWithheld` knows by their names.
  record Except(Predicate<String> isWithheld) implements Columns {}

  private boolean shows(Column column) {
    return switch (this) {
      case All() -> true;
      case Only(var names) -> column.isKey() || names.contains(column.name());
      case Except(var isWithheld) -> !isWithheld.test(column.name());
    };
  }

  /// The changes with these columns only, without updates that left all of them as they were.
  default List<Change> of(List<Change> changes) {
    return changes.stream().map(this::of).flatMap(Optional::stream).toList();
  }

  /// The change with these columns only; empty for an update that left all of them as they were.
  private Optional<Change> of(Change change) {
    if (this instanceof All) return Optional.of(change);
    return switch (change) {
      case Change.Inserted(var table, var at, var row) ->
          Optional.of(new Change.Inserted(table, at, of(row)));
      case Change.Updated(var table, var at, var before, var after) -> {
        var update = new Change.Updated(table, at, of(before), of(after));
        var isSeen = !update.isBeforeKnown() || !update.changed().isEmpty();
        yield isSeen ? Optional.of(update) : Optional.empty();
      }
      case Change.Deleted(var table, var at, var row) ->
          Optional.of(new Change.Deleted(table, at, of(row)));
      case Change.Truncated _ -> Optional.of(change);
    };
  }

  private Row of(Row row) {
    var columns = new ArrayList<Column>();
    var cells = new ArrayList<Cell>();
    for (int i = 0; i < row.columns().size(); i++) {
      if (!shows(row.columns().get(i))) continue;
      columns.add(row.columns().get(i));
      cells.add(row.cells().get(i));
    }
    return new Row(columns, cells);
  }
}
