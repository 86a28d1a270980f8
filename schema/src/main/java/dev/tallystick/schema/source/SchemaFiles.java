package dev.tallystick.schema.source;

import dev.tallystick.schema.sql.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that declare a schema: every `.sql` file of a folder and the folders in it.
///
/// @param scripts in the order of their names; it means nothing
public record SchemaFiles(Path folder, List<Script> scripts) {
  /// @throws dev.tallystick.schema.sql.ScriptFailure if a file is no SQL
  public static SchemaFiles in(Path folder) throws IOException {
    var scripts = new ArrayList<Script>();
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        scripts.add(Script.of(file.toString(), Files.readString(file)));
      }
    }
    return new SchemaFiles(folder, List.copyOf(scripts));
  }
}
