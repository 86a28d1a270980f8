package dev.tallystick.cli.watch;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.TestPostgres;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `tally watch --sql` on a terminal: a pseudo-terminal of `script`, and a screen of ours behind
/// it.
final class WatchTerminalTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Pattern STARTED = Pattern.compile("(/dev/pts/\\d+) (\\d+)");

  private static final int CTRL_C = 3;

  private final DatabaseUrl url = TestPostgres.freshDatabase();
  private final TestingScreen screen = new TestingScreen(new Room(80, 20));

  private final List<Process> started = new ArrayList<>();

  /// A watch on a terminal.
  ///
  /// @param process the terminal; it ends as the watch does
  private record Watching(Process process, String terminal, String pid) {
    int exitCode() throws InterruptedException {
      assertThat(process.waitFor(WatchProcess.WAIT_SECONDS_MAX, TimeUnit.SECONDS))
          .as("it ends")
          .isTrue();
      return process.exitValue();
    }
  }

  @BeforeEach
  void makeTable() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(SCRIPT) && Files.isDirectory(Path.of("/dev/pts")),
        "a terminal is made by `script` of util-linux, which is not here");
    WatchProcess.run(url, "CREATE TABLE jobs (id int, state text)");
    WatchProcess.run(url, "INSERT INTO jobs VALUES (1, 'queued'), (2, 'queued')");
  }

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Watching start(String... arguments) throws IOException {
    var words = WatchProcess.command(arguments).stream().map(WatchTerminalTest::quoted).toList();
    var shell = "stty rows 20 cols 80; echo shell; echo $(tty) $$; exec " + String.join(" ", words);
    // Without exec a shell of `script` stays between, hears Ctrl-C too, and ends with 130.
    var command = List.of(SCRIPT.toString(), "-qefc", "exec sh -c " + quoted(shell), "/dev/null");
    var process = WatchProcess.builder(url, command).redirectErrorStream(true).start();
    started.add(process);
    var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
    Thread.ofPlatform().daemon().start(() -> show(out));
    eventually("the terminal is there", () -> STARTED.matcher(screen.written()).find());
    var found = STARTED.matcher(screen.written()).results().findFirst().orElseThrow();
    return new Watching(process, found.group(1), found.group(2));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private void show(InputStreamReader out) {
    var buffer = new char[8192];
    try {
      for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
        screen.write(new String(buffer, 0, read));
      }
    } catch (IOException _) {
      // The terminal is closed.
    }
  }

  private void awaitText(String text) {
    eventually(text + " in\n" + screen.text(), () -> screen.text().contains(text));
  }

  @Test
  void theScreenIsRedrawnInPlaceAndGivenBack() throws Exception {
    var watching = start("--sql", "SELECT id, state FROM jobs ORDER BY id", "--every", "1s");
    awaitText("2 | queued");
    assertThat(screen.isTaken()).isTrue();
    assertThat(screen.text()).startsWith("SELECT id, state FROM jobs ORDER BY id\nevery 1s · run");
    WatchProcess.run(url, "UPDATE jobs SET state = 'done' WHERE id = 2");
    awaitText("2 | done*");
    assertThat(screen.drawn(ScreenTerminal::cellHasForeground)).contains("done*");
    assertThat(screen.text()).containsOnlyOnce("2 | ").doesNotContain("2 | queued");

    watching.process().getOutputStream().write(CTRL_C);
    watching.process().getOutputStream().flush();
    assertThat(watching.exitCode()).isZero();
    assertThat(screen.isGivenBack()).isTrue();
    assertThat(screen.written()).endsWith("\r\n");
    assertThat(screen.text()).as("what the shell wrote").contains("shell\n");
    assertThat(screen.text()).as("the last frame").contains("2 | done");
  }

  @Test
  void aScreenOfAnotherSizeIsDrawnAnew() throws Exception {
    var watching =
        start("--sql", "SELECT id, repeat(state, 9) AS state FROM jobs", "--every", "1h");
    awaitText("queued".repeat(9));
    screen.resize(new Room(40, 10));
    new ProcessBuilder("stty", "-F", watching.terminal(), "rows", "10", "cols", "40")
        .start()
        .waitFor();
    eventually(
        "the narrow frame",
        () -> screen.text().contains("…") && !screen.text().contains("queued".repeat(9)));
    assertThat(screen.text()).contains("every 1h · run 1");
  }

  @Test
  void aSignalGivesTheScreenBack() throws Exception {
    var watching = start("--sql", "SELECT pg_sleep(600)");
    WatchProcess.awaitRunning(url, "%pg_sleep%", 1);
    awaitText("running for");
    new ProcessBuilder("kill", watching.pid()).start().waitFor();
    assertThat(watching.exitCode()).isZero();
    assertThat(screen.isGivenBack()).isTrue();
    WatchProcess.awaitRunning(url, "%pg_sleep%", 0);
  }

  @Test
  void aWrongStatementLeavesTheScreenAndSaysWhy() throws Exception {
    var watching = start("--sql", "SELECT nam FROM jobs");
    assertThat(watching.exitCode()).isEqualTo(2);
    eventually("the failure", () -> screen.text().contains("tally: refused: column"));
    assertThat(screen.isGivenBack()).isTrue();
    assertThat(screen.text()).contains("line 1: SELECT nam FROM jobs", "shell\n");
  }

  @Test
  void aRefusalIsShownInPlaceUntilItIsOver() throws Exception {
    start("--sql", "SELECT id, 6 / id AS share FROM jobs ORDER BY id", "--every", "200ms");
    awaitText("2 |     3");
    WatchProcess.run(url, "UPDATE jobs SET id = 0 WHERE id = 1");
    awaitText("refused: division by zero");
    assertThat(screen.text()).contains("2 |     3");
    WatchProcess.run(url, "UPDATE jobs SET id = 6 WHERE id = 0");
    eventually("it goes on", () -> !screen.text().contains("refused"));
    awaitText("6 |     1");
  }
}
