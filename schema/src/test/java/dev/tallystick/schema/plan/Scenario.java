package dev.tallystick.schema.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A pair of schemas and what a plan from one to the other must do: a file of sections that begin
/// with `--- name`.
public record Scenario(String name, Map<String, String> sections) {
  private static final int OLDEST_POSTGRES = 15;

  /// `SCENARIO=mixed_.*` in the environment runs some only.
  private static final String CHOSEN = System.getenv().getOrDefault("SCENARIO", ".*");

  /// All of them.
  public static List<Scenario> all() {
    var folder = Path.of("src", "test", "resources", "scenarios");
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(CHOSEN))
          .sorted()
          .map(Scenario::read)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Scenario read(Path file) {
    var sections = new LinkedHashMap<String, String>();
    var name = "about";
    var text = new StringBuilder();
    try {
      for (var line : Files.readAllLines(file)) {
        if (line.startsWith("--- ")) {
          sections.put(name, text.toString());
          name = line.substring(4).strip();
          text.setLength(0);
        } else {
          text.append(line).append('\n');
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    sections.put(name, text.toString());
    return new Scenario(file.getFileName().toString(), sections);
  }

  /// The text of one section; empty if it has none.
  public String section(String section) {
    return sections.getOrDefault(section, "");
  }

  List<String> lines(String section) {
    return section(section).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  Map<String, String> allowed() {
    var allowed = new LinkedHashMap<String, String>();
    for (var line : lines("allow")) {
      int equals = line.indexOf('=');
      allowed.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
    }
    return allowed;
  }

  boolean isNothing() {
    return lines("plan").equals(List.of("(nothing)"));
  }

  /// The oldest PostgreSQL that takes it.
  public int needs() {
    return lines("needs").stream().mapToInt(Integer::parseInt).findFirst().orElse(OLDEST_POSTGRES);
  }
}
