package dev.tallystick.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// The command `docker`, every call of which ends within a given time.
final class Docker {
  static final String PROGRAM = "docker";

  /// An engine that is there answers in a tenth of that.
  private static final Duration VERSION_WAIT_MAX = Duration.ofSeconds(5);

  private Docker() {}

  /// What a call ended with.
  record Answer(int exitCode, String out, String err) {
    boolean isYes() {
      return exitCode == 0;
    }

    /// Why it failed, in Docker's words.
    String reason() {
      return err.isBlank() ? "exit code " + exitCode : err.strip();
    }
  }

  /// Whether there is an engine to run containers on.
  sealed interface Presence {
    record Answers(String version) implements Presence {}

    /// @param reason half a sentence
    record Silent(String reason) implements Presence {}
  }

  static Presence presence() {
    try {
      var answer = ask(VERSION_WAIT_MAX, Map.of(), "version", "--format", "{{.Server.Version}}");
      return answer.isYes()
          ? new Presence.Answers(answer.out().strip())
          : new Presence.Silent(silence(answer.reason()));
    } catch (IOException _) {
      return new Presence.Silent("the command `docker` is not installed");
    } catch (TimeoutException _) {
      return new Presence.Silent(
          "Docker did not answer within %d s".formatted(VERSION_WAIT_MAX.toSeconds()));
    }
  }

  private static String silence(String reason) {
    if (reason.contains("Cannot connect to the Docker daemon")) return "no Docker engine runs";
    var lastLine = reason.lines().reduce("", (_, line) -> line.strip());
    return "no Docker engine answers: " + lastLine;
  }

  /// Calls `docker` and waits for its end.
  ///
  /// @throws ServerFailure if it is not installed or does not end in time
  static Answer call(Duration waitMax, String... arguments) {
    return call(waitMax, Map.of(), arguments);
  }

  /// @param secrets go into the environment of `docker`, where `ps` does not show them
  static Answer call(Duration waitMax, Map<String, String> secrets, String... arguments) {
    try {
      return ask(waitMax, secrets, arguments);
    } catch (IOException failure) {
      throw new ServerFailure(
          "the command `docker` cannot be run (%s); install Docker, or name another directory"
                  .formatted(failure.getMessage())
              + " for an embedded server.",
          failure);
    } catch (TimeoutException timeout) {
      throw new ServerFailure(
          "`docker %s` did not end within %d s. See whether `docker ps` answers, restart Docker if not, and try again."
              .formatted(arguments[0], waitMax.toSeconds()),
          timeout);
    }
  }

  /// As [#call], for what has to succeed.
  ///
  /// @throws ServerFailure with Docker's own words if it does not
  static void must(Duration waitMax, String... arguments) {
    var answer = call(waitMax, arguments);
    if (!answer.isYes()) {
      throw new ServerFailure("`docker %s` failed: %s".formatted(arguments[0], answer.reason()));
    }
  }

  private static Answer ask(Duration waitMax, Map<String, String> secrets, String... arguments)
      throws IOException, TimeoutException {
    var builder =
        new ProcessBuilder(Stream.concat(Stream.of(PROGRAM), Stream.of(arguments)).toList());
    builder.environment().putAll(secrets);
    var process = builder.start();
    process.getOutputStream().close();
    var out = read(process.getInputStream());
    var err = read(process.getErrorStream());
    try {
      if (!process.waitFor(waitMax.toMillis(), TimeUnit.MILLISECONDS)) throw new TimeoutException();
      return new Answer(process.exitValue(), text(out, waitMax), text(err, waitMax));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ServerFailure("interrupted while waiting for Docker", interrupted);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// Reads on a thread of its own, so that neither a full pipe nor an open one holds us up.
  private static Future<String> read(InputStream stream) {
    var text = new FutureTask<>(() -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    Thread.ofPlatform().daemon().name("docker-output").start(text);
    return text;
  }

  private static String text(Future<String> read, Duration waitMax)
      throws InterruptedException, TimeoutException, IOException {
    try {
      return read.get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new IOException("cannot read what docker says", failure);
    }
  }
}
