package dev.tallystick.postgres;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A PostgreSQL 15 as Debian installs it, where it is installed: the oldest that we support.
/// `TALLY_TEST_POSTGRES_15` names its folder of programs where it is elsewhere.
public final class OlderPostgres implements AutoCloseable {
  private static final Path PROGRAMS =
      Path.of(System.getenv().getOrDefault("TALLY_TEST_POSTGRES_15", "/usr/lib/postgresql/15/bin"));
  private static final String UNPRIVILEGED = "nobody";

  private final Path folder;
  private final DatabaseUrl url;
  private int databases;

  private OlderPostgres(Path folder, DatabaseUrl url) {
    this.folder = folder;
    this.url = url;
  }

  /// The folder of its programs; skips the test where there is none.
  static Path programs() {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAMS.resolve("initdb")),
        "no PostgreSQL 15 is installed; TALLY_TEST_POSTGRES_15 names the folder of its programs");
    return PROGRAMS;
  }

  /// Skips the test where there is none.
  ///
  /// @param settings lines of `postgresql.conf`, such as `wal_level=logical`
  public static OlderPostgres start(String... settings) throws IOException {
    var _ = programs();
    var folder = Files.createTempDirectory("tally-postgres-15-");
    if (isRoot()) {
      var owners = folder.getFileSystem().getUserPrincipalLookupService();
      Files.setOwner(folder, owners.lookupPrincipalByName(UNPRIVILEGED));
    }
    int port = freePort();
    var data = folder.resolve("data").toString();
    run("initdb", "-D", data, "-U", "tally", "-A", "trust", "-E", "UTF8", "--no-sync");
    run(
        "pg_ctl",
        "-D",
        data,
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
                .formatted(port)
            + Stream.of(settings).map(" -c "::concat).collect(Collectors.joining()),
        "start");
    return new OlderPostgres(
        folder, DatabaseUrl.parse("postgresql://tally@127.0.0.1:%d/postgres".formatted(port)));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /// Runs one of its programs and returns what it printed.
  private static String run(String program, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    // PostgreSQL refuses to run as root.
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=nogroup", "--clear-groups"));
    }
    command.add(PROGRAMS.resolve(program).toString());
    command.addAll(List.of(arguments));
    var output = Files.createTempFile("tally-postgres-15-", ".out");
    try {
      // A file, because the server that pg_ctl leaves behind would hold a pipe open.
      var process =
          new ProcessBuilder(command)
              .directory(new File(System.getProperty("java.io.tmpdir")))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int exit = process.waitFor();
      var text = Files.readString(output);
      if (exit != 0) throw new IOException(command + " failed: " + text);
      return text;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      Files.delete(output);
    }
  }

  /// An empty database.
  public DatabaseUrl freshDatabase() throws SQLException {
    var name = "test_" + ++databases;
    try (var connection = url.connect(Map.of());
        var statement = connection.createStatement()) {
      var _ = statement.execute("CREATE DATABASE " + name);
    }
    return url.withName(name);
  }

  /// The schema of a database as its `pg_dump` writes it.
  public String dump(DatabaseUrl database) throws IOException {
    return run("pg_dump", "--schema-only", "--no-owner", "--dbname", database.withPassword());
  }

  @Override
  public void close() throws IOException {
    run("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "stop");
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
    }
  }
}
