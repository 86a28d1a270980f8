package dev.tallystick.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// A PostgreSQL of our own, in a directory of its own, reachable from this machine only.
///
/// A directory has at most one server. [#open] starts it, or adopts the one that runs. Whoever
/// starts it owns it and stops it on [#close]; one that was adopted from a living owner is left
/// running, one whose owner died is taken over. The server itself outlives its owner's death.
///
/// Thread-safe.
public final class EmbeddedServer implements AutoCloseable {
  static final String USER = "tally";
  static final String DATABASE = "tally";

  private final ServerDirectory directory;
  private final Durability durability;
  private final Function<Path, RunAs> runAs;
  private final DatabaseUrl url;
  private volatile Postmaster postmaster;
  private volatile boolean isOwner;
  private volatile boolean isClosed;

  private EmbeddedServer(
      ServerDirectory directory, Durability durability, Function<Path, RunAs> runAs, Up up)
      throws IOException {
    this.directory = directory;
    this.durability = durability;
    this.runAs = runAs;
    this.postmaster = up.postmaster();
    this.isOwner = up.isOurs();
    this.url = url(directory, up.postmaster().port());
  }

  /// A running server, and whether this call made it ours.
  private record Up(Postmaster postmaster, boolean isOurs) {}

  /// Starts the server of `directory`, or adopts it; what is missing is made first.
  ///
  /// @throws ServerFailure if that cannot be done; the message says what to do
  public static EmbeddedServer open(Path directory, Durability durability) {
    return open(directory, durability, RunAs::detect);
  }

  static EmbeddedServer open(Path path, Durability durability, Function<Path, RunAs> runAs) {
    return open(path, durability, runAs, OptionalInt.empty());
  }

  /// @param port the port that a server which does not run yet must have; if empty, that of the
  ///   last start or any other
  static EmbeddedServer open(
      Path path, Durability durability, Function<Path, RunAs> runAs, OptionalInt port) {
    var directory = ServerDirectory.at(path);
    return locked(
        directory,
        () -> {
          directory.prepare(new SecureRandom());
          while (true) {
            var up = up(directory, durability, runAs, new Occasion.Opening(port));
            var url = url(directory, up.postmaster().port());
            if (FirstConnection.make(url, up.postmaster()::isAlive)) {
              return new EmbeddedServer(directory, durability, runAs, up);
            }
          }
        });
  }

  /// The server that runs in `directory`, adopted; empty if none does.
  public static Optional<EmbeddedServer> running(Path path) {
    var directory = ServerDirectory.at(path);
    return Postmaster.read(directory.data()).filter(Postmaster::isAlive).isPresent()
        ? Optional.of(open(path, Durability.DURABLE))
        : Optional.empty();
  }

  /// The database `tally` of this server, with the superuser's password.
  public DatabaseUrl url() {
    return url;
  }

  /// Whether [#close] stops the server.
  public boolean isOwner() {
    return isOwner;
  }

  /// The number of the server's first process.
  public long pid() {
    return postmaster.pid();
  }

  /// From now on brings the server back, on the same port, whenever it ends before [#close].
  public void supervise() {
    // A platform thread, so that it runs even when every carrier of virtual threads is busy.
    Thread.ofPlatform().daemon().name("postgres-supervisor").start(new Supervisor(this));
  }

  /// Leaves the server running when this object is closed and this process ends, until [#stop].
  public void keepRunning() {
    locked(directory, () -> new Owner.Kept().write(directory.ownerFile()));
    isOwner = false;
  }

  /// Stops the server, whoever owns it.
  public void stop() {
    isClosed = true;
    locked(directory, this::stopLocked);
  }

  /// Stops the server if it is ours and nobody told it to stay; connections to it are ended.
  @Override
  public void close() {
    isClosed = true;
    if (!isOwner) return;
    locked(
        directory,
        () -> {
          if (!(Owner.read(directory.ownerFile()) instanceof Owner.Kept)) stopLocked();
        });
  }

  boolean isClosed() {
    return isClosed;
  }

  boolean isAlive() {
    return postmaster.isAlive();
  }

  /// Brings a dead server back on its port, unless it was closed meanwhile or another process was
  /// quicker.
  void restart() {
    locked(
        directory,
        () -> {
          if (isClosed) return;
          var up = up(directory, durability, runAs, new Occasion.Restart(postmaster.port()));
          postmaster = up.postmaster();
          if (up.isOurs()) isOwner = true;
        });
  }

  void boundLog() {
    locked(directory, directory::boundLog);
  }

  private void stopLocked() throws IOException {
    var _ = stop(directory);
    isOwner = false;
  }

  /// Stops the server that runs in `directory`, whoever owns it; returns whether one did. The
  /// caller holds the lock.
  static boolean stop(ServerDirectory directory) throws IOException {
    var running = Postmaster.read(directory.data()).filter(Postmaster::isAlive);
    if (running.isPresent()) running.get().stop();
    new Owner.None().write(directory.ownerFile());
    return running.isPresent();
  }

  /// Why a server is brought up.
  private sealed interface Occasion {
    /// Somebody wants it, who becomes its owner if it does not run.
    record Opening(OptionalInt port) implements Occasion {}

    /// It died; it keeps the port and the owner it had.
    record Restart(int port) implements Occasion {}
  }

  /// Adopts or starts.
  private static Up up(
      ServerDirectory directory,
      Durability durability,
      Function<Path, RunAs> runAs,
      Occasion occasion)
      throws IOException {
    var fixedPort =
        switch (occasion) {
          case Occasion.Opening(var port) -> port;
          case Occasion.Restart(int port) -> OptionalInt.of(port);
        };
    var running = Postmaster.awaitReady(directory.data());
    var postmaster =
        running.isPresent()
            ? running.get()
            : Cluster.in(directory, durability, runAs.apply(directory.root())).start(fixedPort);
    var isFirstStart = running.isEmpty() && occasion instanceof Occasion.Opening;
    var isOurs = isFirstStart || Owner.read(directory.ownerFile()).isVacant();
    if (isOurs) Owner.thisProcess().write(directory.ownerFile());
    return new Up(postmaster, isOurs);
  }

  static DatabaseUrl url(ServerDirectory directory, int port) throws IOException {
    return DatabaseUrl.parse(
        "postgresql://%s:%s@127.0.0.1:%d/%s".formatted(USER, directory.password(), port, DATABASE));
  }

  interface Step<T> {
    T take() throws IOException;
  }

  private interface Act {
    void run() throws IOException;
  }

  private static void locked(ServerDirectory directory, Act act) {
    var _ =
        EmbeddedServer.<Boolean>locked(
            directory,
            () -> {
              act.run();
              return true;
            });
  }

  /// Takes `step` while nobody else uses `directory`.
  static <T> T locked(ServerDirectory directory, Step<T> step) {
    try {
      directory.create();
      try (var _ = DirectoryLock.take(directory.lockFile())) {
        return step.take();
      }
    } catch (IOException | UncheckedIOException failure) {
      throw new ServerFailure(
          "cannot use the directory %s: %s. Name another one, or make it yours."
              .formatted(directory.root(), failure),
          failure);
    }
  }
}
