package dev.tallystick.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A stand-in for the command `docker`, in a folder to be put first on the PATH. It checks every
/// call and runs containers as real PostgreSQL processes; `docker.sh` says how. One at a time: all
/// of them want port 5432 first, and a stand-in holds a port only while its server runs.
public final class TestingDocker implements AutoCloseable {
  private static final Path LOCK = Path.of("target", "test-docker.lock");

  private final Path folder;
  private final FileChannel turn;

  private TestingDocker(Path folder, FileChannel turn) {
    this.folder = folder;
    this.turn = turn;
  }

  /// Whether a real engine answers here, which is the better thing to test with.
  public static boolean isEngineHere() {
    return Docker.presence() instanceof Docker.Presence.Answers;
  }

  /// A stand-in whose containers run the PostgreSQL that we embed.
  public static TestingDocker withEmbeddedPrograms(Path folder) throws IOException {
    var runAs = RunAs.detect(Files.createDirectories(folder));
    var cache =
        runAs instanceof RunAs.Account
            ? folder
            : Path.of(System.getProperty("user.home"), ".cache", "tallystick");
    var home = Binaries.unpacked(cache).home();
    runAs.own(home);
    return in(folder, home.resolve("bin"), runAs);
  }

  /// A stand-in whose containers run Debian's PostgreSQL 15; skips the test where there is none.
  public static TestingDocker withOldestPrograms(Path folder) throws IOException {
    var runAs = RunAs.detect(Files.createDirectories(folder));
    return in(folder, OlderPostgres.programs(), runAs);
  }

  private static TestingDocker in(Path folder, Path programs, RunAs runAs) throws IOException {
    var owner = runAs instanceof RunAs.Account(int id) ? Integer.toString(id) : "";
    var prefix =
        runAs.command(List.of("env")).stream().collect(Collectors.joining("' '", "'", "'"));
    Files.writeString(
        folder.resolve("settings"),
        "programs='%s'\nrun_as=(%s)\nowner='%s'\n".formatted(programs, prefix, owner));
    var docker = Files.createDirectories(folder.resolve("bin")).resolve("docker");
    try (var script = TestingDocker.class.getResourceAsStream("docker.sh")) {
      if (script == null) throw new NoSuchFileException("docker.sh");
      Files.copy(script, docker);
    }
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(folder.resolve("fail"));
    Files.createDirectories(folder.resolve("state"));
    return new TestingDocker(folder, turn());
  }

  private static FileChannel turn() throws IOException {
    Files.createDirectories(LOCK.getParent());
    var channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    var _ = channel.lock();
    return channel;
  }

  /// The folder to put first on the PATH.
  public Path bin() {
    return folder.resolve("bin");
  }

  /// Makes something go wrong from now on: version, hang, pull, port, dies.
  public void fail(String what) throws IOException {
    Files.createFile(folder.resolve("fail").resolve(what));
  }

  /// Ends what [#fail] began.
  public void mend(String what) throws IOException {
    Files.delete(folder.resolve("fail").resolve(what));
  }

  /// Has a container be found in a state: paused, dead, removing.
  public void put(String container, String state) throws IOException {
    Files.writeString(folder.resolve("state").resolve(container), state);
  }

  /// Every call so far, without the word `docker`.
  public List<String> calls() throws IOException {
    return lines("calls");
  }

  /// The calls that were refused because nobody expected them.
  public List<String> unexpectedCalls() throws IOException {
    return lines("unexpected");
  }

  private List<String> lines(String file) throws IOException {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }

  /// The names of what is there of a kind: containers, volumes.
  public List<String> names(String kind) throws IOException {
    var place = folder.resolve(kind);
    if (!Files.isDirectory(place)) return List.of();
    try (var found = Files.list(place)) {
      return found.map(path -> path.getFileName().toString()).toList();
    }
  }

  /// Ends all containers, and deletes all.
  @Override
  public void close() throws IOException {
    for (var flag : names("fail")) mend(flag);
    for (var container : names("containers")) {
      var process =
          new ProcessBuilder(bin().resolve("docker").toString(), "rm", "--force", container)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        var _ = process.waitFor(1, TimeUnit.MINUTES);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException(interrupted);
      }
    }
    OwnerOnly.delete(folder);
    turn.close();
  }
}
