package dev.tallystick.postgres.changes;

import dev.tallystick.postgres.changes.Protocol.Message;
import dev.tallystick.postgres.changes.Protocol.Old;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts changes together from what `pgoutput` sends, a message at a time, and from the rows seen
/// before. Not thread-safe.
final class Assembly {
  private final KnownRows known;

  /// As described at the start, with the keys that people know rows by.
  private final Map<TableName, FollowedTable> tables = new HashMap<>();

  private final Map<Integer, Relation> relations = new HashMap<>();
  private Instant committedAt = Instant.EPOCH;

  /// @param columns with our keys
  /// @param sent with PostgreSQL's
  private record Relation(TableName table, List<Column> columns, List<Column> sent) {
    Row row(List<Cell> cells) {
      return new Row(columns, cells);
    }
  }

  Assembly(List<FollowedTable> tables, KnownRows known) {
    this.known = known;
    for (var table : tables) this.tables.put(table.name(), table);
  }

  /// Adds to `changes` what `message` says.
  void add(Message message, List<Change> changes) {
    switch (message) {
      case Message.Begin(var at) -> committedAt = at;
      case Message.Commit() -> {}
      case Message.Relation relation -> describe(relation);
      case Message.Insert(int id, var cells) -> {
        var relation = relation(id);
        var row = relation.row(cells);
        known.put(relation.table(), row);
        changes.add(new Change.Inserted(relation.table(), committedAt, row));
      }
      case Message.Update(int id, var old, var cells) ->
          changes.add(update(relation(id), old, cells));
      case Message.Delete(int id, var old) -> {
        var relation = relation(id);
        changes.add(new Change.Deleted(relation.table(), committedAt, before(relation, old)));
      }
      case Message.Truncate(var ids) -> {
        for (int id : ids) {
          var table = relation(id).table();
          known.forget(table);
          changes.add(new Change.Truncated(table, committedAt));
        }
      }
      case Message.Ignored _ -> {}
    }
  }

  private Change update(Relation relation, Old old, List<Cell> cells) {
    var sent = relation.row(cells);
    var before =
        old.row().isPresent()
            ? before(relation, old)
            : known.find(relation.table(), sent.key()).orElseGet(() -> sent.keyOnly());
    var after = sent.completedBy(before);
    known.put(relation.table(), after);
    return new Change.Updated(relation.table(), committedAt, before, after);
  }

  /// The row as it was, from what was said about it; we forget it.
  private Row before(Relation relation, Old old) {
    var cells = old.row().orElseThrow();
    if (!old.isKeyOnly()) {
      var row = relation.row(cells);
      var _ = known.take(relation.table(), row.key());
      return row;
    }
    var keyOnly = new ArrayList<Cell>();
    for (int i = 0; i < cells.size(); i++) {
      keyOnly.add(relation.sent().get(i).isKey() ? cells.get(i) : Cell.UNKNOWN);
    }
    var row = relation.row(keyOnly);
    return known.take(relation.table(), row.key()).orElse(row);
  }

  private void describe(Message.Relation message) {
    var described = tables.get(message.table());
    var columns = message.columns();
    // Under REPLICA IDENTITY FULL every column is PostgreSQL's key, which is nobody else's.
    if (message.isIdentityFull() && described != null) columns = described.withItsKeys(columns);
    var before =
        relations.put(message.id(), new Relation(message.table(), columns, message.columns()));
    var expected =
        before == null && described != null
            ? described.columns()
            : before == null ? List.<Column>of() : before.columns();
    if (!columns.equals(expected)) known.forget(message.table());
  }

  private Relation relation(int id) {
    var relation = relations.get(id);
    if (relation == null) throw new IllegalStateException("pgoutput sent no relation " + id);
    return relation;
  }
}
