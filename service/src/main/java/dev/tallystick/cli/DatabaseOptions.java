package dev.tallystick.cli;

import dev.tallystick.Service;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.Durability;
import dev.tallystick.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which database a command works on: one named by its URL, or the embedded one of a directory.
public final class DatabaseOptions {
  private static final String POSTGRES = "postgres";
  private static final int CONNECTIONS = 4;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TALLY_DATA:-.tallystick}",
      description = "Where the embedded database and the first key live (default: .tallystick).")
  private Path data = Path.of(".tallystick");

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      defaultValue = "${env:TALLY_DATABASE_URL}",
      description = "A PostgreSQL 15 or newer to use instead of the embedded one.")
  private @Nullable String databaseUrl;

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
  record Place(DatabaseUrl url, Optional<EmbeddedServer> server) implements AutoCloseable {
    /// For people: never with the password.
    String description() {
      return server
          .map(_ -> "embedded PostgreSQL at %s".formatted(url))
          .orElseGet(() -> "PostgreSQL at %s".formatted(url));
    }

    @Override
    public void close() {
      server.ifPresent(EmbeddedServer::close);
    }
  }

  /// The database server, started if it is the embedded one and does not run.
  Place open() {
    return url()
        .map(
            url -> {
              FirstContact.check(url);
              return new Place(url, Optional.empty());
            })
        .orElseGet(
            () -> {
              var server = EmbeddedServer.open(data().resolve(POSTGRES), Durability.DURABLE);
              return new Place(server.url(), Optional.of(server));
            });
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
