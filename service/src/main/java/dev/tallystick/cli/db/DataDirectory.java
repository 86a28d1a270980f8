package dev.tallystick.cli.db;

import dev.tallystick.postgres.LocalDatabase;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which directory's database a command is about.
final class DataDirectory {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TALLY_DATA:-.tallystick}",
      description = "The data directory, which has one database (default: .tallystick).")
  private Path path = Path.of(".tallystick");

  Path path() {
    return path;
  }

  LocalDatabase database() {
    return LocalDatabase.of(path);
  }
}
