package dev.tallystick.postgres.changes;

/// One value of a row.
public sealed interface Cell {
  /// A value, as PostgreSQL prints it.
  record Text(String text) implements Cell {}

  /// SQL's null.
  record Null() implements Cell {}

  /// The server did not send it, and we have not seen it before: a large value that an update left
  /// as it was, or the rest of a row of which only the key came.
  record Unknown() implements Cell {}

  Cell NULL = new Null();
  Cell UNKNOWN = new Unknown();
}
