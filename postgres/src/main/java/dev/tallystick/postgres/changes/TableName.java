package dev.tallystick.postgres.changes;

/// A table by its PostgreSQL schema and its own name.
public record TableName(String schema, String name) {
  /// As SQL takes it.
  String quoted() {
    return quoted(schema) + "." + quoted(name);
  }

  static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /// For people: `tally.users`.
  @Override
  public String toString() {
    return schema + "." + name;
  }
}
