package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// The local database of a data directory: at most one, run by one engine, which is kept as long as
/// there is data.
///
/// Whatever changes something holds the directory's lock. A killed process leaves nothing that the
/// next one could not clear away.
public final class LocalDatabase {
  private final Path data;
  private final LocalEmbedded embedded;
  private final DockerServer docker;

  private LocalDatabase(Path data) {
    this.data = data;
    this.embedded = new LocalEmbedded(ServerDirectory.at(data.resolve("postgres")));
    this.docker = DockerServer.of(data);
  }

  /// The database of the directory `data`, which need not be there.
  public static LocalDatabase of(Path data) {
    return new LocalDatabase(data.toAbsolutePath().normalize());
  }

  /// The engine that has its data; empty if there is none yet.
  public Optional<Engine> engine() {
    if (docker.hasData()) return Optional.of(Engine.DOCKER);
    return embedded.hasData() ? Optional.of(Engine.EMBEDDED) : Optional.empty();
  }

  private LocalServer server(Engine engine) {
    return switch (engine) {
      case DOCKER -> docker;
      case EMBEDDED -> embedded;
    };
  }

  /// What a start is asked for.
  ///
  /// @param engine if empty, the one that has the data, or else Docker if it answers
  /// @param port the port it must have; if empty, that of the last start or a free one
  /// @param version of PostgreSQL, as the tag of an image; if empty, that of the data or 18
  public record Wish(Optional<Engine> engine, OptionalInt port, Optional<String> version) {
    /// No wishes.
    public static final Wish NONE =
        new Wish(Optional.empty(), OptionalInt.empty(), Optional.empty());
  }

  /// @param ranBefore whether there was nothing to start
  /// @param reason half a sentence on why it is this engine; empty if that was not our choice
  public record Started(Engine engine, DatabaseUrl url, boolean ranBefore, String reason) {}

  /// Starts the database, made first if there is none, and leaves it running.
  ///
  /// @param progress takes a line for each thing that needs patience
  /// @throws ServerFailure if that cannot be done; the message says what to do
  public Started start(Wish wish, Consumer<String> progress) {
    return locked(() -> startLocked(wish, progress));
  }

  private Started startLocked(Wish wish, Consumer<String> progress) {
    var choice = choose(wish.engine());
    var server = server(choice.engine());
    var ranBefore = server.url().isPresent();
    var url = server.start(new LocalServer.Wish(wish.port(), wish.version()), progress);
    if (wish.port().isPresent() && wish.port().getAsInt() != url.uri().getPort()) {
      throw new ServerFailure(
          "the database runs already, on port %d; stop it first: tally db stop"
              .formatted(url.uri().getPort()));
    }
    return new Started(choice.engine(), url, ranBefore, choice.reason());
  }

  private record Choice(Engine engine, String reason) {}

  private Choice choose(Optional<Engine> wanted) {
    var kept = engine();
    if (kept.isPresent()) {
      if (wanted.isPresent() && !wanted.equals(kept)) throw otherEngine(kept.get(), wanted.get());
      return new Choice(kept.get(), "");
    }
    if (wanted.isPresent()) return new Choice(wanted.get(), "");
    return switch (Docker.presence()) {
      case Docker.Presence.Answers _ -> new Choice(Engine.DOCKER, "");
      case Docker.Presence.Silent(String reason) -> new Choice(Engine.EMBEDDED, reason);
    };
  }

  private ServerFailure otherEngine(Engine kept, Engine wanted) {
    return new ServerFailure(
        """
        the database of %s is %s, with its data. For one that is %s name another directory with \
        --data, or delete the data: tally db reset --engine %s"""
            .formatted(data, named(kept), named(wanted), wanted.word()));
  }

  private static String named(Engine engine) {
    return switch (engine) {
      case DOCKER -> "in Docker";
      case EMBEDDED -> "embedded";
    };
  }

  /// A database that is up because somebody uses it.
  ///
  /// @param server ours to look after, if it is the embedded one
  public record InUse(LocalDatabase database, DatabaseUrl url, Optional<EmbeddedServer> server)
      implements AutoCloseable {
    /// Stops what was started for this use alone.
    @Override
    public void close() {
      try {
        server.ifPresent(EmbeddedServer::close);
        database.users().leave();
      } catch (IOException failure) {
        throw LocalServer.unusable(database.data, failure);
      }
    }
  }

  /// The database for this process to use until it closes it; an embedded server that was not
  /// running ends with that. Without any data an embedded one is made.
  ///
  /// @param command what the process is, for people
  public InUse use(String command, Consumer<String> progress) {
    return locked(
        () -> {
          users().enter(command);
          return switch (engine().orElse(Engine.EMBEDDED)) {
            case EMBEDDED -> {
              var server = EmbeddedServer.open(embedded.directory().root(), Durability.DURABLE);
              yield new InUse(this, server.url(), Optional.of(server));
            }
            case DOCKER ->
                new InUse(this, startLocked(Wish.NONE, progress).url(), Optional.empty());
          };
        });
  }

  /// The URL of the database if it takes connections now.
  public Optional<DatabaseUrl> url() {
    return engine().flatMap(engine -> server(engine).url());
  }

  public LocalStatus status() {
    return engine().map(engine -> server(engine).status()).orElseGet(LocalStatus.Absent::new);
  }

  /// Stops the database; returns whether it ran.
  ///
  /// @throws ServerFailure if somebody uses it
  public boolean stop() {
    return locked(
        () -> {
          requireUnused();
          // A start that was killed may have left one without data yet.
          return engine().map(engine -> server(engine).stop()).orElse(false);
        });
  }

  /// Deletes the database and everything in it, and starts an empty one if it ran.
  ///
  /// @param wish the engine and version from now on; if empty, those that it had
  /// @param alsoDelete files in the data directory that belong to the data
  /// @return the empty database, if one was started
  /// @throws ServerFailure if somebody uses it
  public Optional<Started> reset(Wish wish, List<String> alsoDelete, Consumer<String> progress) {
    return locked(
        () -> {
          requireUnused();
          var kept = engine();
          var next =
              new Wish(
                  wish.engine().or(() -> kept), wish.port(), wish.version().or(docker::version));
          var ran = kept.isPresent() && server(kept.get()).stop();
          if (kept.isPresent()) server(kept.get()).delete();
          for (var file : alsoDelete) Files.deleteIfExists(data.resolve(file));
          return ran ? Optional.of(startLocked(next, progress)) : Optional.empty();
        });
  }

  /// The living processes that use the database, this one not among them.
  public List<DatabaseUser> otherUsers() {
    try {
      var others = new ArrayList<>(users().others());
      var owner = embedded.owner();
      if (owner.isPresent() && others.stream().noneMatch(user -> user.pid() == owner.getAsLong())) {
        others.add(new DatabaseUser(owner.getAsLong(), ""));
      }
      return others;
    } catch (IOException failure) {
      throw LocalServer.unusable(data, failure);
    }
  }

  private void requireUnused() {
    var users = otherUsers();
    if (users.isEmpty()) return;
    throw new ServerFailure("%s uses the database; stop that first".formatted(users.getFirst()));
  }

  private ProcessesInUse users() {
    return new ProcessesInUse(data.resolve("users"));
  }

  /// The command that prints the end of the server's log; empty if there is no database.
  public Optional<List<String>> logCommand(int lines, boolean follow) {
    return engine().map(engine -> server(engine).logCommand(lines, follow));
  }

  /// The command that runs a program beside the server, inside its container and as its user; empty
  /// without a container.
  public Optional<List<String>> programCommand(String program, boolean onTerminal) {
    return engine()
        .filter(engine -> engine == Engine.DOCKER)
        .map(_ -> docker.container().programCommand(program, onTerminal));
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  private <T> T locked(Step<T> step) {
    try {
      OwnerOnly.createDirectories(data);
      try (var _ = DirectoryLock.take(data.resolve("lock"))) {
        return step.take();
      }
    } catch (IOException failure) {
      throw LocalServer.unusable(data, failure);
    }
  }
}
