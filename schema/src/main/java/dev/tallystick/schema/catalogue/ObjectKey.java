package dev.tallystick.schema.catalogue;

import java.util.Comparator;
import java.util.Locale;

/// Names one object of a database.
///
/// @param schema the schema it is in; empty for schemas and extensions
/// @param table the table it is part of, without its schema; empty for what stands by itself.
///   Indexes stand by themselves: their names are unique in a schema
/// @param name a routine's name includes its argument types
public record ObjectKey(Kind kind, String schema, String table, String name)
    implements Comparable<ObjectKey> {
  /// The kinds of objects, in an order in which most can be made.
  public enum Kind {
    SCHEMA,
    EXTENSION,
    TYPE,
    SEQUENCE,
    ROUTINE,
    TABLE,
    COLUMN,
    CONSTRAINT,
    INDEX,
    STATISTICS,
    VIEW,
    RULE,
    TRIGGER,
    POLICY
  }

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::kind)
          .thenComparing(ObjectKey::schema)
          .thenComparing(key -> key.table)
          .thenComparing(ObjectKey::name);

  /// A schema or an extension.
  public static ObjectKey of(Kind kind, String name) {
    return new ObjectKey(kind, "", "", name);
  }

  /// What stands by itself in a schema.
  public static ObjectKey of(Kind kind, String schema, String name) {
    return new ObjectKey(kind, schema, "", name);
  }

  /// A table; of a partition as well.
  public static ObjectKey table(String schema, String name) {
    return of(Kind.TABLE, schema, name);
  }

  /// A column of a table.
  public static ObjectKey column(String schema, String table, String name) {
    return new ObjectKey(Kind.COLUMN, schema, table, name);
  }

  /// The key of the table that this is part of; of itself if it is part of none.
  public ObjectKey owner() {
    return table.isEmpty() ? this : table(schema, table);
  }

  /// The name as SQL takes it, with schema and table: `app.users`, `app.users.email`.
  public String qualifiedName() {
    var prefix = schema.isEmpty() ? "" : schema + ".";
    return table.isEmpty() ? prefix + name : prefix + table + "." + name;
  }

  /// As people and `--allow` write it: `column app.users.email`.
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + qualifiedName();
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }
}
