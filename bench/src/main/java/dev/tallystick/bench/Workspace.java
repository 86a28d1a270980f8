package dev.tallystick.bench;

import dev.tallystick.postgres.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directory that a run keeps its data in. Unless somebody named it, it is a fresh one and is
/// deleted at the end.
final class Workspace implements AutoCloseable {
  private final Path data;
  private final boolean isTemporary;

  private Workspace(Path data, boolean isTemporary) {
    this.data = data;
    this.isTemporary = isTemporary;
  }

  static Workspace at(@Nullable Path named) {
    try {
      return named == null
          ? new Workspace(Files.createTempDirectory("tally-bench-"), true)
          : new Workspace(named.toAbsolutePath().normalize(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path data() {
    return data;
  }

  /// Where the embedded PostgreSQL is.
  Path postgres() {
    return data.resolve("postgres");
  }

  /// A living process that works on this directory, as its arguments say; empty if none does.
  Optional<ProcessHandle> user() {
    var ourselves =
        Stream.iterate(
                Optional.of(ProcessHandle.current()),
                Optional::isPresent,
                process -> process.flatMap(ProcessHandle::parent))
            .map(Optional::get)
            .toList();
    return ProcessHandle.allProcesses()
        .filter(process -> !ourselves.contains(process))
        .filter(process -> process.info().commandLine().orElse("").contains(data.toString()))
        .findAny();
  }

  /// Stops a PostgreSQL that was left, and deletes what is temporary.
  @Override
  public void close() {
    EmbeddedServer.running(postgres()).ifPresent(EmbeddedServer::stop);
    if (!isTemporary) return;
    try {
      delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() throws IOException {
    if (!Files.exists(data)) return;
    try (var paths = Files.walk(data)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
    }
  }
}
