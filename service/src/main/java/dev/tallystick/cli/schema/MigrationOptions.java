package dev.tallystick.cli.schema;

import dev.tallystick.Service;
import dev.tallystick.cli.Failure;
import dev.tallystick.schema.migrate.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which migrations a command works with, and where their history is.
final class MigrationOptions {
  private static final String HISTORY_OF_OTHERS = "tally_schema";

  @Option(
      names = "--migrations",
      paramLabel = "DIR",
      description =
          "The folder of migrations, named 0001_name.sql or V1.2__name.sql (default: those of"
              + " Tallystick's own tables).")
  private @Nullable Path folder;

  @Option(
      names = "--history",
      paramLabel = "SCHEMA",
      description =
          "The PostgreSQL schema that keeps which migrations were applied (default: tally_schema;"
              + " tally for Tallystick's own).")
  private @Nullable String history;

  Migrations migrations() {
    if (folder == null) return Service.migrations();
    if (!Files.isDirectory(folder)) {
      throw new Failure("%s is no folder; name one with --migrations".formatted(folder));
    }
    try {
      var migrations = Migrations.inFolder(folder);
      if (migrations.all().isEmpty()) {
        throw new Failure(
            "%s holds no migrations; their names look like 0001_users.sql".formatted(folder));
      }
      return migrations;
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /// The folder: the one that was named, or Tallystick's own, seen from its tree.
  Path folder() {
    return folder == null ? Path.of("database", "migrations") : folder;
  }

  /// The migrations of [#folder]; none where a project has none yet.
  Migrations inFolder() {
    if (!Files.isDirectory(folder())) {
      throw new Failure(
          "there is no folder %s; make it, or name another with --migrations DIR"
              .formatted(folder()));
    }
    try {
      return Migrations.inFolder(folder());
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(folder(), e.getMessage()), e);
    }
  }

  String historySchema() {
    if (history != null) return history;
    return folder == null ? Service.HISTORY_SCHEMA : HISTORY_OF_OTHERS;
  }
}
