package dev.tallystick.postgres.changes;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One table that is read again and again: whole while it is small, and from its newest key on once
/// it is not. Not thread-safe.
final class PolledTable {
  static final int ROWS_MAX = 20_000;
  private static final int NEW_ROWS_MAX = 5_000;

  private final FollowedTable table;
  private final Consumer<FeedEvent> sink;
  private Seen seen = new Whole(Map.of());

  /// What was there at the last look.
  private sealed interface Seen {}

  /// @param rows by their keys
  private record Whole(Map<List<Cell>, Row> rows) implements Seen {}

  /// @param newestKey empty if there was no row yet
  private record Newest(List<Cell> newestKey) implements Seen {}

  PolledTable(FollowedTable table, Consumer<FeedEvent> sink) {
    this.table = table;
    this.sink = sink;
  }

  /// @throws FeedRefused if the table cannot be polled
  void begin(Connection connection) throws SQLException {
    seen = whole(connection);
  }

  /// What changed since the last look.
  List<Change> look(Connection connection, Instant at) throws SQLException {
    return switch (seen) {
      case Whole(var before) -> {
        seen = whole(connection);
        yield seen instanceof Whole(var after) ? differences(before, after, at) : List.of();
      }
      case Newest(var key) -> newRows(connection, key, at);
    };
  }

  private Seen whole(Connection connection) throws SQLException {
    var rows = new LinkedHashMap<List<Cell>, Row>();
    // A row version's place serves where there is no key: an update then shows as a deletion and an
    // insertion.
    var key = table.keyColumns().isEmpty() ? "ctid" : "NULL";
    var sql =
        "SELECT %s, %s FROM %s LIMIT %d"
            .formatted(key, table.columnList(), table.name().quoted(), ROWS_MAX + 1);
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      while (found.next()) {
        var row = Rows.read(found, 2, table.columns());
        var place = found.getString(1);
        rows.put(place == null ? row.key() : List.of(new Cell.Text(place)), row);
      }
    }
    return rows.size() > ROWS_MAX ? newest(connection) : new Whole(rows);
  }

  private Seen newest(Connection connection) throws SQLException {
    if (table.keyColumns().isEmpty()) {
      throw new FeedRefused(
          "%s has no primary key and more than %,d rows: it cannot be polled"
              .formatted(table.name(), ROWS_MAX));
    }
    sink.accept(
        new FeedEvent.Note(
            "%s has more than %,d rows: only rows with a new highest key are seen"
                .formatted(table.name(), ROWS_MAX)));
    var sql =
        "SELECT %s FROM %s ORDER BY %s LIMIT 1"
            .formatted(
                table.columnList(),
                table.name().quoted(),
                keyList().stream().map(name -> name + " DESC").collect(Collectors.joining(", ")));
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      return new Newest(found.next() ? Rows.read(found, 1, table.columns()).key() : List.of());
    }
  }

  private List<String> keyList() {
    return table.keyColumns().stream().map(TableName::quoted).toList();
  }

  private List<Change> newRows(Connection connection, List<Cell> after, Instant at)
      throws SQLException {
    var keys = String.join(", ", keyList());
    var newer =
        after.isEmpty()
            ? ""
            : " WHERE (%s) > (%s)"
                .formatted(
                    keys,
                    after.stream().map(PolledTable::literal).collect(Collectors.joining(", ")));
    var sql =
        "SELECT %s FROM %s%s ORDER BY %s LIMIT %d"
            .formatted(table.columnList(), table.name().quoted(), newer, keys, NEW_ROWS_MAX);
    var changes = new ArrayList<Change>();
    try (var statement = connection.createStatement();
        var found = statement.executeQuery(sql)) {
      while (found.next()) {
        var row = Rows.read(found, 1, table.columns());
        changes.add(new Change.Inserted(table.name(), at, row));
        seen = new Newest(row.key());
      }
    }
    return changes;
  }

  private static String literal(Cell cell) {
    return cell instanceof Cell.Text(var text) ? "'" + text.replace("'", "''") + "'" : "NULL";
  }

  private List<Change> differences(
      Map<List<Cell>, Row> before, Map<List<Cell>, Row> after, Instant at) {
    var changes = new ArrayList<Change>();
    before.forEach(
        (key, row) -> {
          if (!after.containsKey(key)) changes.add(new Change.Deleted(table.name(), at, row));
        });
    after.forEach(
        (key, row) -> {
          var old = before.get(key);
          if (old == null) changes.add(new Change.Inserted(table.name(), at, row));
          else if (!old.equals(row)) changes.add(new Change.Updated(table.name(), at, old, row));
        });
    return changes;
  }
}
