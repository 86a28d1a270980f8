package dev.tallystick.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Infisical through its own command line, as the person who is logged in there.
final class InfisicalCli {
  private static final int SECONDS_MAX = 15;
  private static final int LOGIN_CHECKS_MAX = 200;
  private static final int LOGIN_CHECK_MS = 5;
  private static final String LOG_IN = "run infisical login";

  /// What it says on standard error before it opens a browser by itself.
  private static final String LOGIN_FLOW = "triggering login flow";

  /// What it says when it gives what it kept from an earlier time.
  private static final String FROM_BEFORE = "last successful fetch";

  /// Both streams are read at once: the common pool may have but one thread.
  private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

  private InfisicalCli() {}

  /// The command `infisical` of a search path.
  static Optional<Path> find(String searchPath) {
    return Stream.of(searchPath.split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, "infisical"))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /// The secrets of a scope, with those it imports.
  static Fetch fetch(Access.Cli cli, Infisical.Configured infisical) {
    try {
      var process = start(cli, infisical);
      try {
        return fetch(process, infisical.scope());
      } finally {
        end(process);
      }
    } catch (IOException e) {
      return new Fetch.Unavailable(
          "%s cannot be run: %s".formatted(cli.executable(), e.getMessage()), "check it");
    }
  }

  private static Process start(Access.Cli cli, Infisical.Configured infisical) throws IOException {
    var scope = infisical.scope();
    var command = new ArrayList<String>();
    command.add(cli.executable().toString());
    command.addAll(List.of("export", "--format=json", "--silent"));
    command.addAll(List.of("--projectId", scope.project()));
    command.addAll(List.of("--env", scope.environment()));
    command.addAll(List.of("--path", scope.path()));
    infisical.url().ifPresent(url -> command.addAll(List.of("--domain", url)));
    var builder = new ProcessBuilder(command);
    builder.environment().put("INFISICAL_DISABLE_UPDATE_CHECK", "true");
    // It would ask there for a login, and the command that runs next reads from there.
    builder.redirectInput(new File("/dev/null"));
    return builder.start();
  }

  private static Fetch fetch(Process process, Scope scope) throws IOException {
    var out = CompletableFuture.supplyAsync(() -> all(process.getInputStream()), THREADS);
    var err = CompletableFuture.supplyAsync(() -> untilLogin(process), THREADS);
    try {
      CompletableFuture.allOf(out, err, process.onExit()).get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      return new Fetch.Unavailable(
          "the infisical command gave no answer within %d s".formatted(SECONDS_MAX),
          "run infisical export to see why, or " + LOG_IN);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    var said = err.join();
    if (said.contains(LOGIN_FLOW)) {
      return new Fetch.Unavailable("nobody is logged in to the infisical command", LOG_IN);
    }
    if (said.contains(FROM_BEFORE)) {
      return new Fetch.Unavailable(
          "the infisical command cannot reach Infisical", "check the network");
    }
    if (process.exitValue() == 0) return secrets(out.join(), scope);
    return said.contains("login")
        ? new Fetch.Unavailable("the infisical command has no valid login", LOG_IN)
        : new Fetch.Unavailable(
            "the infisical command could not export %s (exit code %d)"
                .formatted(scope.shown(), process.exitValue()),
            "run infisical export --projectId %s --env %s --path %s to see why"
                .formatted(scope.project(), scope.environment(), scope.path()));
  }

  /// What a process says on standard error; one that begins to log somebody in is ended, before a
  /// browser opens that nobody asked for.
  private static String untilLogin(Process process) {
    var said = new StringBuilder();
    try {
      var reader = process.errorReader(StandardCharsets.UTF_8);
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        said.append(line).append('\n');
        if (line.contains(LOGIN_FLOW)) {
          preventLogin(process);
          break;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return said.toString();
  }

  /// Ends the other process that it logs somebody in with, as soon as it is there; then it gives
  /// up.
  private static void preventLogin(Process process) throws InterruptedException {
    for (int i = 0; i < LOGIN_CHECKS_MAX; i++) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      if (process.waitFor(LOGIN_CHECK_MS, TimeUnit.MILLISECONDS)) return;
    }
    end(process);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
  }

  private static String all(InputStream stream) {
    try {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fetch secrets(String json, Scope scope) {
    try {
      var list = new ObjectMapper().readTree(json);
      if (list.isArray()) {
        var assignments = new ArrayList<Assignment>();
        for (var secret : list) {
          assignments.add(
              new Assignment(
                  secret.path("key").asText(""),
                  new Value(secret.path("value").asText("")),
                  scope.source()));
        }
        return new Fetch.Secrets(assignments);
      }
    } catch (JsonProcessingException _) {
      // Said below; its message would quote the text.
    }
    return new Fetch.Unavailable(
        "what the infisical command printed is no list of secrets", "install a newer one");
  }
}
