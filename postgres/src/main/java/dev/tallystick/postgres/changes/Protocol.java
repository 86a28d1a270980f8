package dev.tallystick.postgres.changes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The messages of `pgoutput`, version 1, as the chapter "Logical Replication Message Formats" of
/// PostgreSQL's manual has them.
final class Protocol {
  private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private Protocol() {}

  /// What the server sends.
  sealed interface Message {
    record Begin(Instant committedAt) implements Message {}

    record Commit() implements Message {}

    /// Describes a table before its first change, and again when it was altered.
    ///
    /// @param columns with those that PostgreSQL knows an old row by as key
    /// @param isIdentityFull whether that is all of them
    record Relation(int id, TableName table, List<Column> columns, boolean isIdentityFull)
        implements Message {}

    record Insert(int relation, List<Cell> row) implements Message {}

    record Update(int relation, Old old, List<Cell> row) implements Message {}

    record Delete(int relation, Old old) implements Message {}

    record Truncate(List<Integer> relations) implements Message {}

    /// Named, so that passing over it is a decision: types, origins, messages of programs.
    record Ignored(char kind) implements Message {}
  }

  /// What is said about the row as it was.
  ///
  /// @param row empty if nothing is said, which means that the key stayed
  /// @param isKeyOnly whether all but the key is null because it is not sent
  record Old(Optional<List<Cell>> row, boolean isKeyOnly) {}

  private static final Old NOT_SAID = new Old(Optional.empty(), false);

  static Message read(ByteBuffer in) {
    char kind = (char) in.get();
    return switch (kind) {
      case 'B' -> begin(in);
      case 'C' -> new Message.Commit();
      case 'R' -> relation(in);
      case 'I' -> insert(in);
      case 'U' -> update(in);
      case 'D' -> new Message.Delete(in.getInt(), old((char) in.get(), in));
      case 'T' -> truncate(in);
      default -> new Message.Ignored(kind);
    };
  }

  private static Message begin(ByteBuffer in) {
    long _ = in.getLong(); // the position of the commit
    long micros = in.getLong();
    return new Message.Begin(POSTGRES_EPOCH.plus(micros, ChronoUnit.MICROS));
  }

  private static Message relation(ByteBuffer in) {
    int id = in.getInt();
    var table = new TableName(string(in), string(in));
    var isIdentityFull = in.get() == 'f';
    int count = in.getShort();
    var columns = new ArrayList<Column>(count);
    for (int i = 0; i < count; i++) {
      var isKey = (in.get() & 1) != 0;
      columns.add(new Column(string(in), isKey));
      int _ = in.getInt(); // its type
      int _ = in.getInt(); // the type's modifier
    }
    return new Message.Relation(id, table, List.copyOf(columns), isIdentityFull);
  }

  private static Message insert(ByteBuffer in) {
    int relation = in.getInt();
    byte _ = in.get(); // 'N'
    return new Message.Insert(relation, tuple(in));
  }

  private static Message update(ByteBuffer in) {
    int relation = in.getInt();
    char next = (char) in.get();
    if (next == 'N') return new Message.Update(relation, NOT_SAID, tuple(in));
    var old = old(next, in);
    byte _ = in.get(); // 'N'
    return new Message.Update(relation, old, tuple(in));
  }

  private static Old old(char kind, ByteBuffer in) {
    return new Old(Optional.of(tuple(in)), kind == 'K');
  }

  private static Message truncate(ByteBuffer in) {
    int count = in.getInt();
    byte _ = in.get(); // CASCADE, RESTART IDENTITY
    var relations = new ArrayList<Integer>(count);
    for (int i = 0; i < count; i++) relations.add(in.getInt());
    return new Message.Truncate(relations);
  }

  private static List<Cell> tuple(ByteBuffer in) {
    int count = in.getShort();
    var cells = new ArrayList<Cell>(count);
    for (int i = 0; i < count; i++) {
      char kind = (char) in.get();
      cells.add(
          switch (kind) {
            case 'n' -> Cell.NULL;
            case 'u' -> Cell.UNKNOWN;
            case 't' -> new Cell.Text(utf8(in, in.getInt()));
            default -> throw new IllegalStateException("pgoutput sent a cell of kind " + kind);
          });
    }
    return cells;
  }

  private static String utf8(ByteBuffer in, int length) {
    var text =
        new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  private static String string(ByteBuffer in) {
    int end = in.position();
    while (in.get(end) != 0) end++;
    var text = utf8(in, end - in.position());
    byte _ = in.get();
    return text;
  }
}
