package dev.tallystick.bench;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.LocalDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `tally serve` in a process of its own, with an embedded PostgreSQL in the directory it is given.
final class ServerProcess implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final int LOG_LINES_SHOWN = 20;

  /// Settings of whoever runs the benchmark that would lead the server elsewhere. Others, such as
  /// TALLY_LANES, are let through: they are what one may want to measure.
  private static final List<String> LEFT_OUT =
      List.of("TALLY_DATA", "TALLY_DATABASE_URL", "TALLY_HOST", "TALLY_PORT");

  private static final List<String> COMMAND =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "-Dfile.encoding=UTF-8",
          "-cp",
          System.getProperty("java.class.path"),
          "dev.tallystick.cli.Main",
          "serve",
          "--port",
          "0");

  private final Process process;
  private final Workspace workspace;
  private final int port;
  private final Thread atExit;

  private ServerProcess(Process process, Workspace workspace, int port) {
    this.process = process;
    this.workspace = workspace;
    this.port = port;
    this.atExit = new Thread(this::abandon);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// Starts the server and returns when it is ready.
  static ServerProcess start(Workspace workspace) {
    return start(workspace, Map.of());
  }

  /// The same, told something by its environment.
  static ServerProcess start(Workspace workspace, Map<String, String> environment) {
    return start(workspace, List.of("--data", workspace.data().toString()), environment);
  }

  /// Starts another server on the same database.
  ServerProcess beside() {
    return start(workspace, List.of(), Map.of("TALLY_DATABASE_URL", database().withPassword()));
  }

  private static ServerProcess start(
      Workspace workspace, List<String> options, Map<String, String> environment) {
    try {
      Files.createDirectories(workspace.data());
      var log = log(workspace.data());
      var builder =
          new ProcessBuilder(Stream.concat(COMMAND.stream(), options.stream()).toList())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().keySet().removeAll(LEFT_OUT);
      builder.environment().putAll(environment);
      var process = builder.start();
      return new ServerProcess(process, workspace, greeting(process.inputReader(), log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path log(Path data) {
    return data.resolve("server.log");
  }

  /// Reads what the server says when it is ready, up to its last line, and returns the port.
  private static int greeting(BufferedReader out, Path log) throws IOException {
    int port = 0;
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      var address = ADDRESS.matcher(line);
      if (!address.find()) continue;
      port = Integer.parseInt(address.group(1));
      if (line.contains("/openapi.json")) return port;
    }
    var lines = Files.readAllLines(log);
    var tail = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
    throw new DoesNotHold("the server did not start:\n" + String.join("\n", tail));
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /// The number of PostgreSQL's first process, as it wrote it down; empty for the moment in which
  /// it starts and has not yet.
  OptionalLong postgresPid() {
    try (var lines = Files.lines(workspace.postgres().resolve("data").resolve("postmaster.pid"))) {
      return lines.limit(1).mapToLong(line -> Long.parseLong(line.strip())).findFirst();
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first service key, which the server wrote down.
  String key() {
    try {
      return Files.readString(workspace.data().resolve("service-key")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its local database, which keeps its port when it is started again.
  DatabaseUrl database() {
    return LocalDatabase.of(workspace.data()).url().orElseThrow();
  }

  /// Kills it: it closes nothing.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    forget();
  }

  /// Asks it to end, and waits.
  @Override
  public void close() {
    forget();
    process.destroy();
    try {
      if (process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) return;
      process.destroyForcibly();
      throw new DoesNotHold("the server did not stop within " + STOP_MAX.toSeconds() + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Leaves nothing behind when this process is told to end.
  private void abandon() {
    process.destroy();
    try {
      if (process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) workspace.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // This process is ending already, and the hook has run.
    }
  }
}
