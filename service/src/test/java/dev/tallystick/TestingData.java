package dev.tallystick;

import java.nio.file.Files;
import java.nio.file.Path;

/// Real inputs, which lie beside the source tree and not in it: price files and conversations of
/// other projects. Tests of them are skipped where they are missing.
public final class TestingData {
  /// For `@EnabledIf`.
  public static final String IS_PRESENT = "dev.tallystick.TestingData#isPresent";

  private TestingData() {}

  /// A file or folder among them.
  public static Path path(String name) {
    return Path.of(System.getProperty("tally.root")).resolve("../shared/data").resolve(name);
  }

  static boolean isPresent() {
    return Files.isDirectory(path("prices")) && Files.isDirectory(path("traces"));
  }
}
