package dev.tallystick.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The embedded server as a local database: one that outlives whoever starts it.
record LocalEmbedded(ServerDirectory directory) implements LocalServer {
  @Override
  public boolean hasData() {
    return Files.exists(directory.data());
  }

  @Override
  public DatabaseUrl start(Wish wish, Consumer<String> progress) {
    requireVersion(wish);
    if (!hasData()) progress.accept("Making the database …");
    try (var server =
        EmbeddedServer.open(directory.root(), Durability.DURABLE, RunAs::detect, wish.port())) {
      server.keepRunning();
      return server.url();
    }
  }

  private static void requireVersion(Wish wish) {
    var ours = Binaries.majorVersion();
    if (wish.version().isEmpty()) return;
    var wanted = new PostgresImage(wish.version().get());
    if (ours.equals(Integer.toString(wanted.major()))) return;
    throw new ServerFailure(
        "the embedded server is PostgreSQL %s, not %s; other versions run in Docker, with --engine docker"
            .formatted(ours, wanted.version()));
  }

  private Optional<Postmaster> alive() {
    return Postmaster.read(directory.data()).filter(Postmaster::isAlive);
  }

  @Override
  public Optional<DatabaseUrl> url() {
    return alive().filter(Postmaster::isReady).map(this::url);
  }

  private DatabaseUrl url(Postmaster postmaster) {
    try {
      return EmbeddedServer.url(directory, postmaster.port());
    } catch (IOException failure) {
      throw LocalServer.unusable(directory.root(), failure);
    }
  }

  @Override
  public LocalStatus status() {
    var place = directory.root().toString();
    var found = alive();
    if (found.isEmpty()) {
      return hasData()
          ? new LocalStatus.Stopped(Engine.EMBEDDED, dataVersion(), place, dataBytes())
          : new LocalStatus.Absent();
    }
    var postmaster = found.get();
    if (!postmaster.isReady()) {
      return new LocalStatus.Between(Engine.EMBEDDED, place, "starting or stopping");
    }
    var url = url(postmaster);
    var facts = Facts.of(url);
    return new LocalStatus.Running(
        Engine.EMBEDDED,
        facts.version(),
        url,
        place,
        OptionalLong.of(postmaster.pid()),
        "",
        facts.bytes(),
        startOf(postmaster.pid()));
  }

  private static Instant startOf(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .orElse(Instant.EPOCH);
  }

  private String dataVersion() {
    try {
      return Files.readString(directory.data().resolve("PG_VERSION")).strip();
    } catch (IOException _) {
      return "of no known version";
    }
  }

  private OptionalLong dataBytes() {
    try (var files = Files.walk(directory.data())) {
      return OptionalLong.of(
          files
              .filter(Files::isRegularFile)
              .map(Path::toFile)
              .mapToLong(file -> file.length())
              .sum());
    } catch (IOException | UncheckedIOException _) {
      return OptionalLong.empty();
    }
  }

  @Override
  public boolean stop() {
    return EmbeddedServer.locked(directory, () -> EmbeddedServer.stop(directory));
  }

  @Override
  public void delete() {
    var _ =
        EmbeddedServer.<Boolean>locked(
            directory,
            () -> {
              directory.deleteData();
              return true;
            });
  }

  /// The living process that stops this server at its end.
  OptionalLong owner() {
    try {
      return Owner.read(directory.ownerFile()) instanceof Owner.Running running && running.isAlive()
          ? OptionalLong.of(running.pid())
          : OptionalLong.empty();
    } catch (IOException failure) {
      throw LocalServer.unusable(directory.root(), failure);
    }
  }

  @Override
  public List<String> logCommand(int lines, boolean follow) {
    var file = directory.log().toString();
    return follow
        ? List.of("tail", "-n", Integer.toString(lines), "-F", file)
        : List.of("tail", "-n", Integer.toString(lines), file);
  }
}
