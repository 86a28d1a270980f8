package dev.tallystick.postgres.changes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The rows that a feed has seen, by their keys: PostgreSQL says of an update only what the row is
/// now. Bounded; the rows that were not touched for the longest time go first. Not thread-safe.
final class KnownRows {
  private final long bytesMax;
  private final LinkedHashMap<Key, Row> rows = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  private record Key(TableName table, List<Cell> cells) {}

  KnownRows(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /// Whether there is room left without forgetting.
  boolean hasRoom() {
    return bytes < bytesMax;
  }

  void put(TableName table, Row row) {
    var key = row.key();
    if (key.isEmpty() || key.contains(Cell.UNKNOWN)) return;
    var before = rows.put(new Key(table, key), row);
    bytes += row.bytes() - (before == null ? 0 : before.bytes());
    while (bytes > bytesMax && !rows.isEmpty()) bytes -= rows.pollFirstEntry().getValue().bytes();
  }

  Optional<Row> find(TableName table, List<Cell> key) {
    return Optional.ofNullable(rows.get(new Key(table, key)));
  }

  Optional<Row> take(TableName table, List<Cell> key) {
    var row = Optional.ofNullable(rows.remove(new Key(table, key)));
    row.ifPresent(taken -> bytes -= taken.bytes());
    return row;
  }

  /// Forgets all rows of a table.
  void forget(TableName table) {
    rows.entrySet()
        .removeIf(
            entry -> {
              var isOfTable = entry.getKey().table().equals(table);
              if (isOfTable) bytes -= entry.getValue().bytes();
              return isOfTable;
            });
  }
}
