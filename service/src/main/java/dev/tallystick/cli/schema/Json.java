package dev.tallystick.cli.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.schema.migrate.Migration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the commands print for programs.
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /// @param value of maps, lists, texts and numbers
  public static String text(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, texts and numbers are always JSON", e);
    }
  }

  /// Version, name and file of a migration, in a map that more can be put into.
  static Map<String, Object> of(Migration migration) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("version", migration.version().toString());
    shown.put("name", migration.name());
    shown.put("file", migration.file());
    return shown;
  }
}
