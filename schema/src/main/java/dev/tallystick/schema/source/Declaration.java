package dev.tallystick.schema.source;

import dev.tallystick.schema.catalogue.Name;
import dev.tallystick.schema.catalogue.ObjectKey;
import dev.tallystick.schema.catalogue.ObjectKey.Kind;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import org.jspecify.annotations.Nullable;

/// Where a file makes an object.
///
/// @param schema null where the file leaves it out
/// @param table of a part of a table; else null
/// @param name plain, without quotes; of a routine without its arguments; empty for an index that
///   PostgreSQL names
/// @param start offset of its first character in the script: the name of a column, the first word
///   of a statement
/// @param end offset behind its last character, without a comma or semicolon
public record Declaration(
    Kind kind,
    @Nullable String schema,
    @Nullable String table,
    String name,
    Script script,
    Statement statement,
    int start,
    int end) {

  /// The line in the file, from 1.
  public int line() {
    return script.position(start).line();
  }

  /// `users.sql:12`.
  public String place() {
    return script.file() + ":" + line();
  }

  /// Whether this may be the declaration of `key`; two schemas may hold the same name.
  boolean matches(ObjectKey key) {
    if (key.kind() != kind) return false;
    if (schema != null && !schema.equals(Name.plain(key.schema())) && !key.schema().isEmpty()) {
      return false;
    }
    if (table != null && !key.table().isEmpty() && !table.equals(Name.plain(key.table()))) {
      return false;
    }
    return name.equals(plainName(key));
  }

  /// The name as a file's words give it: of a routine without its arguments.
  static String plainName(ObjectKey key) {
    var isRoutine = key.kind() == Kind.ROUTINE;
    return Name.plain(isRoutine ? key.name().substring(0, key.name().indexOf('(')) : key.name());
  }
}
