package dev.tallystick.cli;

import dev.tallystick.Service;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.EmbeddedServer;
import dev.tallystick.postgres.LocalDatabase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which database a command works on: one named by its URL, or the local one of a directory.
public final class DatabaseOptions {
  private static final int CONNECTIONS = 4;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TALLY_DATA:-.tallystick}",
      description = "Where the local database and the first key live (default: .tallystick).")
  private Path data = Path.of(".tallystick");

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      defaultValue = "${env:TALLY_DATABASE_URL}",
      description = "A PostgreSQL 15 or newer to use instead of the local one.")
  private @Nullable String databaseUrl;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  /// The data directory, made if missing, open to its owner only.
  Path data() {
    try {
      if (!Files.isDirectory(data)) {
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(data, PosixFilePermissions.asFileAttribute(ownerOnly));
      }
      return data;
    } catch (IOException e) {
      throw new Failure("cannot make the data directory %s: %s".formatted(data, e.getMessage()), e);
    }
  }

  private Optional<DatabaseUrl> url() {
    return Optional.ofNullable(databaseUrl).filter(url -> !url.isBlank()).map(DatabaseUrl::parse);
  }

  /// A place to connect to, which may be a server that ends with this.
  record Place(DatabaseUrl url, Optional<LocalDatabase.InUse> local) implements AutoCloseable {
    /// For people: never with the password.
    String description() {
      var what =
          local
              .map(use -> use.server().isPresent() ? "embedded PostgreSQL" : "PostgreSQL in Docker")
              .orElse("PostgreSQL");
      return "%s at %s".formatted(what, url);
    }

    /// From now on brings a server of ours back whenever it dies.
    void supervise() {
      local.flatMap(LocalDatabase.InUse::server).ifPresent(EmbeddedServer::supervise);
    }

    @Override
    public void close() {
      local.ifPresent(LocalDatabase.InUse::close);
    }
  }

  /// The database server, started if it is the local one and does not run.
  Place open() {
    var named = url();
    if (named.isPresent()) {
      FirstContact.check(named.get());
      return new Place(named.get(), Optional.empty());
    }
    var use = LocalDatabase.of(data()).use(mixee.qualifiedName(), this::say);
    return new Place(use.url(), Optional.of(use));
  }

  private void say(String progress) {
    PrintWriter err = mixee.commandLine().getErr();
    err.println(progress);
    err.flush();
  }

  /// Runs `work` on the database, brought up to date before.
  <T> T withDatabase(Function<Database, T> work) {
    return withDatabaseAsIs(
        database -> {
          Service.prepare(database, InstantSource.system());
          return work.apply(database);
        });
  }

  /// Runs `work` that only reads, on a database that must be up to date: looking at one must not
  /// change it under the feet of an older server.
  <T> T withCurrentDatabase(Function<Database, T> work) {
    return withDatabaseAsIs(
        database -> {
          var missing = Service.migrator(database).outstanding();
          if (!missing.isEmpty()) {
            throw new Failure(
                "the database lacks %d migrations of this version; start the server to apply them"
                    .formatted(missing.size()));
          }
          return work.apply(database);
        });
  }

  /// Runs `work` with the place of the database as it is, for connections of its own.
  public <T> T withUrl(Function<DatabaseUrl, T> work) {
    try (var place = open()) {
      return work.apply(place.url());
    }
  }

  /// Runs `work` on the database as it is, which need not be Tallystick's.
  public <T> T withDatabaseAsIs(Function<Database, T> work) {
    try (var place = open();
        var database = Database.open(place.url(), CONNECTIONS)) {
      return work.apply(database);
    }
  }
}
