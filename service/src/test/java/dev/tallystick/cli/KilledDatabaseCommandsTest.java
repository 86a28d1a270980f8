package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestingDocker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at any moment of `db start`, `db stop` and `db reset`: the next commands work as if
/// nothing had happened. `-Dkills=60` kills more often.
final class KilledDatabaseCommandsTest {
  private static final int KILLS = Integer.getInteger("kills", 12);
  private static final long SEED = Long.getLong("seed", 4);

  @TempDir private Path folder;

  /// A process that runs commands.
  private record Commands(Process process, BufferedReader answers, PrintWriter lines) {
    static Commands start(TallyProcess tally) throws IOException {
      var builder = tally.builder();
      var command = builder.command();
      command.set(command.size() - 1, CommandLoop.class.getName());
      var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new Commands(
          process, process.inputReader(), new PrintWriter(process.outputWriter(), true));
    }

    TallyProcess.Ended run(String command) throws IOException {
      lines.println(command);
      JsonNode answer = new ObjectMapper().readTree(answers.readLine());
      return new TallyProcess.Ended(
          answer.at("/exitCode").asInt(), answer.at("/out").asText(), answer.at("/err").asText());
    }

    /// Runs `command` for so long, then kills the process.
    void killDuring(String command, int millis) throws InterruptedException {
      lines.println(command);
      var _ = process.waitFor(millis, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
    }

    void end() throws InterruptedException {
      lines.close();
      process.waitFor();
    }
  }

  @Test
  void embeddedServersComeBack() throws Exception {
    kill(new TallyProcess(folder, Map.of()), "embedded", 700);
  }

  @Test
  @DisplayName("containers come back, in a stand-in for Docker")
  void containersComeBack() throws Exception {
    try (var docker = TestingDocker.withEmbeddedPrograms(folder.resolve("docker"))) {
      kill(new TallyProcess(folder, Map.of()).withProgramsIn(docker.bin()), "docker", 2_000);
      assertThat(docker.unexpectedCalls()).isEmpty();
      assertThat(docker.names("containers")).isEmpty();
    }
  }

  private void kill(TallyProcess tally, String engine, int millisMax) throws Exception {
    var random = new Random(SEED);
    var survivor = Commands.start(tally);
    var start = "db start --engine " + engine;
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        var command = new String[] {start, start, "db stop", "db reset --yes"}[random.nextInt(4)];
        var isNew = random.nextInt(3) == 0;
        int millis = random.nextInt(millisMax);
        var what = "seed %d, kill %d: %s, after %d ms".formatted(SEED, kill, command, millis);
        if (isNew) succeed(survivor, "db reset --yes", what);
        if (!command.equals(start)) {
          succeed(survivor, start, what);
        }
        var isKept = !isNew && !command.contains("reset") && kill > 1;

        var victim = Commands.start(tally);
        victim.run("db status");
        victim.killDuring(command, millis);

        succeed(survivor, start, what);
        succeed(survivor, "db status", what);
        var url = DatabaseUrl.parse(succeed(survivor, "db url", what).strip());
        if (isKept)
          assertThat(TallyProcess.sql(url, "SELECT count(*) FROM kept")).as(what).isEqualTo("1");
        TallyProcess.sql(url, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 1");
        succeed(survivor, "db stop", what);
        assertThat(survivor.run("db url").exitCode()).as(what).isEqualTo(1);
      }
    } finally {
      survivor.run("db reset --yes");
      survivor.run("db stop");
      survivor.end();
    }
  }

  private static String succeed(Commands commands, String command, String what) throws IOException {
    var ended = commands.run(command);
    assertThat(ended.exitCode()).as("%s: %s: %s", what, command, ended.err()).isZero();
    return ended.out();
  }
}
