package dev.tallystick.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.OlderPostgres;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tally watch --sql` as a process whose output is a pipe.
final class WatchProcessTest {
  private static final String SLEEP = "SELECT pg_sleep(600)";

  private final DatabaseUrl url = TestPostgres.freshDatabase();
  private final List<Process> started = new ArrayList<>();
  @TempDir private Path folder;

  private Process start(DatabaseUrl database, String... arguments) throws IOException {
    var process =
        WatchProcess.builder(database, WatchProcess.command(arguments))
            .redirectError(folder.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(WatchProcess.WAIT_SECONDS_MAX, TimeUnit.SECONDS))
        .as("it ends")
        .isTrue();
    return process.exitValue();
  }

  @Test
  void aSignalEndsItAndTheStatementOnTheServer() throws Exception {
    for (var signal : List.of("INT", "TERM", "HUP")) {
      var process = start(url, "--sql", SLEEP);
      WatchProcess.awaitRunning(url, SLEEP, 1);
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(exitCode(process)).as(signal).isZero();
      WatchProcess.awaitRunning(url, SLEEP, 0);
      assertThat(err()).as(signal).isEmpty();
    }
    // It was cancelled: the server did not have to notice by itself.
    WatchProcess.awaitBroken(url, 0);
  }

  @Test
  void theServerNoticesThatItWasKilled() throws Exception {
    var process = start(url, "--sql", SLEEP);
    WatchProcess.awaitRunning(url, SLEEP, 1);
    process.destroyForcibly().waitFor();
    WatchProcess.awaitRunning(url, SLEEP, 0);
    WatchProcess.awaitBroken(url, 1);
  }

  @Test
  void itEndsWhenNobodyReadsAnyMore() throws Exception {
    var process = start(url, "--sql", "SELECT 1", "--every", "100ms");
    try (var out = process.inputReader()) {
      assertThat(WatchProcess.line(out)).contains("run 1");
    }
    assertThat(exitCode(process)).isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void aLostConnectionIsMadeAnew() throws Exception {
    WatchProcess.run(url, "CREATE TABLE jobs AS SELECT 1 AS id, 5 AS n");
    var process = start(url, "--sql", "TABLE jobs", "--every", "100ms", "--on-change", "--json");
    try (var out = process.inputReader()) {
      assertThat(WatchProcess.line(out)).contains("\"rows\":[[\"1\",\"5\"]]");
      WatchProcess.run(
          url,
          """
          SELECT pg_terminate_backend(pid)
            FROM pg_stat_activity
           WHERE application_name = 'tally watch' AND datname = current_database()
          """);
      assertThat(WatchProcess.line(out)).contains("\"lost\":");
      assertThat(WatchProcess.line(out)).contains("\"changed\":[]");
      WatchProcess.run(url, "UPDATE jobs SET n = 6");
      assertThat(WatchProcess.line(out)).contains("\"before\":[\"5\"]");
      process.destroy();
      assertThat(exitCode(process)).isZero();
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidInALine() throws Exception {
    var nobody = DatabaseUrl.parse("postgresql://me:secret@127.0.0.1:1/app");
    var process = start(nobody, "--sql", "SELECT 1");
    assertThat(exitCode(process)).isEqualTo(2);
    assertThat(err()).contains("Is the server running").doesNotContain("secret", "\tat ");
  }

  @Test
  void theOldestPostgresNoticesAKilledWatchToo() throws Exception {
    try (var older = OlderPostgres.start()) {
      var database = older.freshDatabase();
      var process = start(database, "--sql", SLEEP);
      WatchProcess.awaitRunning(database, SLEEP, 1);
      process.destroyForcibly().waitFor();
      WatchProcess.awaitRunning(database, SLEEP, 0);
    }
  }

  @Test
  void programsGetUtf8() throws Exception {
    var process = start(url, "--sql", "SELECT chr(233) || chr(26085)", "--json", "--count", "1");
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(out).contains("é日");
    assertThat(exitCode(process)).isZero();
  }
}
