package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// PostgreSQL's data in a directory: made by `initdb`, brought up by `postgres`. Its caller holds
/// the [DirectoryLock] and knows that no server runs there.
final class Cluster {
  /// Backends notice the death of their postmaster at their next wait.
  private static final Duration OLD_BACKENDS_WAIT_MAX = Duration.ofSeconds(10);

  private static final Duration PAUSE_BETWEEN_STARTS = Duration.ofMillis(100);
  private static final int PORTS_TRIED_MAX = 5;

  private final ServerDirectory directory;
  private final Durability durability;
  private final Programs programs;

  private Cluster(ServerDirectory directory, Durability durability, Programs programs) {
    this.directory = directory;
    this.durability = durability;
    this.programs = programs;
  }

  /// The cluster in `directory`, made first if there is none.
  static Cluster in(ServerDirectory directory, Durability durability, RunAs runAs)
      throws IOException {
    if (Files.exists(directory.data())) checkVersion(directory);
    var cluster = new Cluster(directory, durability, Programs.of(directory, runAs));
    if (!Files.exists(directory.data())) cluster.create();
    return cluster;
  }

  private static void checkVersion(ServerDirectory directory) throws IOException {
    var file = directory.data().resolve("PG_VERSION");
    var found = Files.exists(file) ? Files.readString(file).strip() : "of no known version";
    if (found.equals(Binaries.majorVersion())) return;
    throw new ServerFailure(
        "%s holds data of PostgreSQL %s; the embedded server is PostgreSQL %s."
                .formatted(directory.data(), found, Binaries.majorVersion())
            + " Name another directory and restore a dump there, or run that version yourself and"
            + " name it with --database-url.");
  }

  /// Runs `initdb` aside and renames: a cluster that is there is whole. Each run has a place of its
  /// own, because an `initdb` whose starter was killed goes on in the old one.
  private void create() throws IOException {
    directory.deleteLeftovers();
    var fresh = OwnerOnly.createTemporaryDirectory(directory.root(), ServerDirectory.FRESH_DATA);
    programs.own(fresh);
    programs.write(directory.passwordFile(), directory.password());
    var arguments =
        new ArrayList<>(
            List.of(
                "--pgdata=" + fresh,
                "--username=" + EmbeddedServer.USER,
                "--pwfile=" + directory.passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // PostgreSQL's own C.UTF-8 is the same on every platform.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                // Many rounds guard a password that can be guessed, at 20 ms for every connection.
                // This one is 192 random bits.
                "--set=scram_iterations=1",
                "--no-instructions"));
    if (durability == Durability.NONE) arguments.add("--no-sync");
    var logFrom = Files.size(directory.log());
    var initdb = programs.start("initdb", arguments);
    while (initdb.isAlive()) Deadline.pause(Postmaster.PAUSE);
    if (initdb.exitValue() != 0) throw failure("PostgreSQL's data could not be made", logFrom);
    Files.move(fresh, directory.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Starts the server and returns once it takes connections.
  ///
  /// @param fixedPort the port it must have; if empty, that of the last start or any other
  Postmaster start(OptionalInt fixedPort) throws IOException {
    directory.boundLog();
    var oldBackends = Deadline.in(OLD_BACKENDS_WAIT_MAX);
    var wanted = fixedPort.isPresent() ? fixedPort : directory.lastPort();
    for (int portsTried = 1; ; ) {
      int port = fixedPort.orElseGet(() -> Ports.free(wanted.stream()));
      var logFrom = Files.size(directory.log());
      var started = startOn(port, logFrom);
      if (started.isPresent()) {
        directory.rememberPort(started.get().port());
        return started.get();
      }
      switch (whyNot(logFrom)) {
        case STARTED_BEFORE -> {
          // The next round finds it alive.
        }
        case OLD_BACKENDS -> {
          if (oldBackends.isOver()) throw failure("PostgreSQL did not start", logFrom);
          Deadline.pause(PAUSE_BETWEEN_STARTS);
        }
        case PORT_TAKEN -> {
          if (fixedPort.isPresent()) {
            throw new ServerFailure(
                "port %d, which PostgreSQL has to have, is taken; free it, or choose another with --port"
                    .formatted(port));
          }
          if (portsTried++ == PORTS_TRIED_MAX) {
            throw failure("PostgreSQL did not get its port " + port, logFrom);
          }
        }
        case OTHER -> throw failure("PostgreSQL did not start", logFrom);
      }
    }
  }

  /// Empty if the server ended before it was ready. A server whose starter was killed while it came
  /// up is taken instead.
  private Optional<Postmaster> startOn(int port, long logFrom) throws IOException {
    var before = Postmaster.awaitReady(directory.data());
    if (before.isPresent()) return before;
    var conf = directory.data().resolve("postgresql.conf");
    programs.write(conf, ServerSettings.of(durability, port));
    var left = Postmaster.read(directory.data());
    if (left.isPresent() && !left.get().isAlive()) left.get().disown();
    var process = programs.start("postgres", List.of("-D", directory.data().toString()));
    var deadline = Deadline.in(Postmaster.READY_WAIT_MAX);
    while (process.isAlive()) {
      var postmaster =
          Postmaster.read(directory.data())
              .filter(found -> found.pid() == process.pid() && found.isReady());
      if (postmaster.isPresent()) return postmaster;
      if (deadline.isOver()) throw failure("PostgreSQL is not ready yet", logFrom);
      Deadline.pause(Postmaster.PAUSE);
    }
    return Optional.empty();
  }

  private enum Reason {
    /// A killed server's backends still hold its shared memory.
    OLD_BACKENDS,
    /// By somebody who was killed before its server was to be seen.
    STARTED_BEFORE,
    PORT_TAKEN,
    OTHER
  }

  private Reason whyNot(long logFrom) throws IOException {
    var tail = String.join("\n", directory.logTail(logFrom));
    if (tail.contains("pre-existing shared memory block")) return Reason.OLD_BACKENDS;
    if (tail.contains("lock file \"postmaster.pid\" already exists")) return Reason.STARTED_BEFORE;
    if (tail.contains("could not create any TCP/IP sockets")) return Reason.PORT_TAKEN;
    return Reason.OTHER;
  }

  private ServerFailure failure(String what, long logFrom) throws IOException {
    return new ServerFailure(
        """
            %s. The end of its log, %s:
            %sChange what it names, or use another directory, or a PostgreSQL of your own with \
            --database-url."""
            .formatted(
                what, directory.log(), String.join("\n", directory.logTail(logFrom)).indent(2)));
  }
}
