package dev.tallystick.cli.db;

import dev.tallystick.cli.Failure;
import dev.tallystick.postgres.Engine;
import dev.tallystick.postgres.LocalDatabase;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a database should be like. An option is a demand; the environment only counts where there
/// is no database yet.
final class NewDatabase {
  /// The engines, and the choice between them.
  enum EngineChoice {
    AUTO,
    DOCKER,
    EMBEDDED;

    Optional<Engine> engine() {
      return switch (this) {
        case AUTO -> Optional.empty();
        case DOCKER -> Optional.of(Engine.DOCKER);
        case EMBEDDED -> Optional.of(Engine.EMBEDDED);
      };
    }

    static EngineChoice ofEnvironment() {
      var word = System.getenv().getOrDefault("TALLY_DB_ENGINE", "");
      if (word.isBlank()) return AUTO;
      for (var choice : values()) {
        if (choice.name().equals(word.toUpperCase(Locale.ROOT))) return choice;
      }
      throw new Failure("TALLY_DB_ENGINE is docker, embedded or auto, not " + word);
    }
  }

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "docker, embedded, or auto: the one that has the data, else Docker when it answers"
              + " (default: auto, or TALLY_DB_ENGINE for a new database).")
  private @Nullable EngineChoice engine;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The port on 127.0.0.1 (default: the last one; at first any that is free, 5432 in"
              + " Docker).")
  private @Nullable Integer port;

  @Option(
      names = "--postgres-version",
      paramLabel = "VERSION",
      description =
          "The version in Docker, as a tag of the image postgres (default: that of the data; for a"
              + " new database TALLY_POSTGRES_VERSION, or 18).")
  private @Nullable String version;

  LocalDatabase.Wish wish(LocalDatabase database) {
    if (port != null && (port < 1 || port > 65_535)) {
      throw new Failure("a port is a number from 1 to 65535, not " + port);
    }
    var isNew = database.engine().isEmpty();
    var wanted = engine != null ? engine : isNew ? EngineChoice.ofEnvironment() : EngineChoice.AUTO;
    var wantedVersion =
        version == null && isNew ? System.getenv("TALLY_POSTGRES_VERSION") : version;
    return new LocalDatabase.Wish(
        wanted.engine(),
        port == null ? OptionalInt.empty() : OptionalInt.of(port),
        Optional.ofNullable(wantedVersion).filter(text -> !text.isBlank()));
  }
}
