package dev.tallystick.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// PostgreSQL's first process on a data directory, as its file `postmaster.pid` describes it.
record Postmaster(Path data, long pid, int port, boolean isReady) {
  private static final String FILE = "postmaster.pid";
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /// Recovery after a crash reads up to `max_wal_size` before the server is ready.
  static final Duration READY_WAIT_MAX = Duration.ofMinutes(5);

  /// A fast shutdown writes a checkpoint.
  private static final Duration FAST_STOP_WAIT_MAX = Duration.ofSeconds(60);

  private static final Duration IMMEDIATE_STOP_WAIT_MAX = Duration.ofSeconds(10);
  static final Duration PAUSE = Duration.ofMillis(10);

  /// What the file says now; empty without a file. The file is there before the server is ready,
  /// and is left behind by one that was killed.
  static Optional<Postmaster> read(Path data) {
    var file = data.resolve(FILE);
    if (!Files.exists(file)) return Optional.empty();
    try {
      var lines = Files.readAllLines(file);
      // PostgreSQL writes the file line by line as it starts.
      if (lines.size() <= PORT_LINE) return Optional.empty();
      var status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "starting";
      return Optional.of(
          new Postmaster(
              data,
              Long.parseLong(lines.getFirst().strip()),
              Integer.parseInt(lines.get(PORT_LINE).strip()),
              status.equals("ready")));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Whether this very process is still there. A zombie has no arguments left, and a stranger that
  /// got the number anew, as happens when a container is started again, has others.
  boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().arguments())
        .map(arguments -> String.join(" ", arguments).contains(data.toString()))
        .orElse(false);
  }

  /// The living server of `data`, once it takes connections; empty if there is none, or if it ends
  /// while we wait.
  static Optional<Postmaster> awaitReady(Path data) {
    var deadline = Deadline.in(READY_WAIT_MAX);
    while (true) {
      var found = read(data).filter(Postmaster::isAlive);
      if (found.isEmpty() || found.get().isReady()) return found;
      if (deadline.isOver()) {
        throw new ServerFailure(
            "PostgreSQL (process %d) has been starting or stopping for %s; its log is beside %s."
                .formatted(found.get().pid(), READY_WAIT_MAX, data));
      }
      Deadline.pause(PAUSE);
    }
  }

  /// Ends the server and its connections, with a checkpoint if there is time for one.
  void stop() {
    signal("INT");
    if (isGoneWithin(FAST_STOP_WAIT_MAX)) return;
    signal("QUIT");
    if (isGoneWithin(IMMEDIATE_STOP_WAIT_MAX)) return;
    throw new ServerFailure("PostgreSQL (process %d) does not stop".formatted(pid));
  }

  private boolean isGoneWithin(Duration wait) {
    var deadline = Deadline.in(wait);
    while (isAlive()) {
      if (deadline.isOver()) return false;
      Deadline.pause(PAUSE);
    }
    return true;
  }

  /// Keeps PostgreSQL from taking a stranger with the number in the file for a living server. The
  /// rest of the file stays, because it leads PostgreSQL to the shared memory of backends that
  /// outlived their postmaster. Our own number is one that PostgreSQL knows to pass over: its
  /// parent's.
  void disown() throws IOException {
    if (ProcessHandle.of(pid).isEmpty()) return;
    var file = data.resolve(FILE);
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(file, lines);
  }

  /// Sends a signal that Java has no call for.
  private void signal(String name) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ServerFailure("interrupted while stopping PostgreSQL", interrupted);
    }
  }
}
