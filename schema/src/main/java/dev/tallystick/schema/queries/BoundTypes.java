package dev.tallystick.schema.queries;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The types that code gives its parameters. PostgreSQL infers most by itself, but not those of
/// arrays in `unnest(:ids, :names)`.
final class BoundTypes {
  private static final Pattern BOUND_ARRAY =
      Pattern.compile("\\.bindArray\\(\\s*\"(\\w+)\",\\s*(?:(\\w+)\\.class|\"([\\w ]+)\")");
  private static final Pattern NOTED = Pattern.compile(":?(\\w+) ([\\w ]+(?:\\[\\])?)");

  private static final Map<String, String> SQL_TYPES =
      Map.ofEntries(
          Map.entry("UUID", "uuid"),
          Map.entry("String", "text"),
          Map.entry("Short", "smallint"),
          Map.entry("Integer", "integer"),
          Map.entry("Long", "bigint"),
          Map.entry("BigDecimal", "numeric"),
          Map.entry("Double", "float8"),
          Map.entry("Float", "real"),
          Map.entry("Boolean", "boolean"),
          Map.entry("Instant", "timestamptz"),
          Map.entry("OffsetDateTime", "timestamptz"),
          Map.entry("LocalDateTime", "timestamp"),
          Map.entry("LocalDate", "date"));

  private BoundTypes() {}

  /// What the code of `file` binds behind `place`, where a name is bound more than once: the first
  /// behind it; else the last before it.
  static Map<String, String> in(String file, int place) {
    var types = new HashMap<String, String>();
    var matcher = BOUND_ARRAY.matcher(file);
    var behind = new HashMap<String, String>();
    while (matcher.find()) {
      var element = matcher.group(2) == null ? matcher.group(3) : SQL_TYPES.get(matcher.group(2));
      if (element == null) continue;
      if (matcher.start() < place) types.put(matcher.group(1), element + "[]");
      else behind.putIfAbsent(matcher.group(1), element + "[]");
    }
    types.putAll(behind);
    return types;
  }

  /// What a note says: `// tally:sql :ids uuid[], :names text[]`.
  static Map<String, String> noted(String note) {
    var types = new HashMap<String, String>();
    for (var part : note.split(",", -1)) {
      var matcher = NOTED.matcher(part.strip());
      if (matcher.matches()) types.put(matcher.group(1), matcher.group(2));
    }
    return types;
  }
}
