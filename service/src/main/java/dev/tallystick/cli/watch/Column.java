package dev.tallystick.cli.watch;

import java.util.Set;

/// A column of a result.
///
/// @param name as the statement calls it; not always unique
/// @param type PostgreSQL's name of its type
record Column(String name, String type) {
  private static final Set<String> NUMBERS =
      Set.of("int2", "int4", "int8", "numeric", "float4", "float8", "oid", "money", "xid", "xid8");

  /// Whether its values stand at the right, as psql prints them.
  boolean isNumber() {
    return NUMBERS.contains(type);
  }
}
