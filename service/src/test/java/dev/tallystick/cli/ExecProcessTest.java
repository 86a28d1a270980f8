package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.environment.TestingInfisical;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `tally exec` as a process of its own, which becomes the command.
final class ExecProcessTest {
  @TempDir private Path folder;

  private TestingTally tally(String... variables) {
    var all = new HashMap<String, String>();
    for (int i = 0; i < variables.length; i += 2) all.put(variables[i], variables[i + 1]);
    return new TestingTally(folder, all);
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theLastOfFilesAndProcessWins() throws Exception {
    file(".env", "A=env\nB=env\nC=env\nPLAIN='two\nlines'\nA.B-C=odd\n");
    file(".env.local", "B=local\nC=local\n");
    var ended = tally("C", "process").run("exec", "--", "env");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out().lines().filter(it -> !it.startsWith("PATH=")))
        .containsExactlyInAnyOrder(
            "A=env", "B=local", "C=process", "PLAIN=two", "lines", "A.B-C=odd");
  }

  @Test
  void otherFilesMayBeNamed() throws Exception {
    file(".env", "A=env\n");
    file("1.env", "A=1\nB=1\n");
    file("2.env", "B=2\n");
    var ended =
        tally().run("exec", "--env-file", "1.env", "--env-file=2.env", "sh", "-c", "echo $A $B");
    assertThat(ended.out()).isEqualTo("1 2\n");
    ended = tally().run("exec", "--env-file", "3.env", "--", "true");
    assertThat(ended)
        .isEqualTo(
            new TestingTally.Ended(
                2, "", "tally: there is no file 3.env; name another with --env-file\n"));
  }

  @Test
  void theExitCodeIsTheCommandsAndItsInputOursBefore() throws Exception {
    assertThat(tally().run("exec", "--", "sh", "-c", "exit 37").exitCode()).isEqualTo(37);
    var process = tally().start("exec", "--", "cat");
    process.getOutputStream().write("through".getBytes(StandardCharsets.UTF_8));
    assertThat(TestingTally.end(process).out()).isEqualTo("through");
  }

  /// `cat` that has answered once: then it is there.
  private Process cat(TestingTally tally) throws IOException {
    // What starts the tests may have it ignore Ctrl-C, and whoever ignores a signal bequeaths that.
    var words = new ArrayList<>(List.of("env", "--default-signal=HUP,INT,QUIT,TERM"));
    words.addAll(TestingTally.words("exec", "--", "cat"));
    var process = tally.of(words).start();
    process.outputWriter().write("ready\n");
    process.outputWriter().flush();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  @ParameterizedTest
  @CsvSource({"HUP, 1", "INT, 2", "QUIT, 3", "KILL, 9", "TERM, 15"})
  void aSignalReachesTheCommandAndEndsItAsIfNothingStoodBetween(String signal, int number)
      throws Exception {
    var process = cat(tally());
    assertThat(process.children()).isEmpty();
    var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + number);
  }

  @Test
  void psShowsTheCommandAndNoSecret() throws Exception {
    file(".env", "A=hunter2\n");
    var process = cat(tally());
    var proc = Path.of("/proc", Long.toString(process.pid()));
    assertThat(Files.readString(proc.resolve("cmdline"))).isEqualTo("cat\0");
    assertThat(Files.readString(proc.resolve("environ")).split("\0", -1)).contains("A=hunter2");
    process.destroy();
  }

  @Test
  void whatElseACommandInheritsIsAsIfNothingStoodBetween() throws Exception {
    // Of the ignored signals 1 to 28: the last ones belong to the threads of the C library.
    var script =
        "sed -n -E 's/^(SigBlk|SigIgn):.*(.{7})$/\\1 \\2/p' /proc/self/status; ulimit -a; umask";
    var direct = TestingTally.end(tally().of(List.of("sh", "-c", script)).start());
    assertThat(direct.out()).contains("SigBlk", "nofiles");
    assertThat(tally().run("exec", "--", "sh", "-c", script)).isEqualTo(direct);
  }

  @Test
  void openFilesOfTheCallerStayOpenAndThoseOfTheJvmDoNot() throws Exception {
    file("given", "given");
    try (var site = TestingInfisical.start()) {
      var words = new ArrayList<>(List.of("bash", "-c", "exec 7<given; exec \"$@\"", "bash"));
      words.addAll(TestingTally.words("exec", "--", "cat", "/dev/fd/7", "-"));
      var process = infisical(site).of(words).start();
      var out = process.inputReader();
      assertThat((char) out.read()).isEqualTo('g');
      try (var open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
        assertThat(open.map(it -> it.getFileName().toString()))
            .containsOnlyOnce("0", "1", "2", "7")
            // cat opens what it is told to.
            .hasSizeLessThanOrEqualTo(5);
      }
      process.destroy();
    }
  }

  @Test
  void argumentsAndValuesKeepTheirBytesWhateverTheLocale() throws Exception {
    var words = new ArrayList<>(List.of("bash", "-c"));
    words.add("RAW=$'\\xff' exec \"$@\" \"é\" $'\\xff\\xfe' '' @x");
    words.add("bash");
    words.addAll(TestingTally.words("exec", "--", "bash", "-c", "printf '%s|' $RAW \"$@\"", "x"));
    file(".env", "UTF8=é\n");
    var ended = TestingTally.end(tally("LC_ALL", "C").of(words).start());
    assertThat(ended.out()).isEqualTo("\u00ff|\u00c3\u00a9|\u00ff\u00fe||@x|");
    assertThat(tally("LC_ALL", "C").run("exec", "--", "printenv", "UTF8").out())
        .isEqualTo("\u00c3\u00a9\n");
  }

  @Test
  void whatComesAfterTheCommandIsTheCommands() throws Exception {
    var printed = "--offline|--|-h|@file|";
    for (var first :
        List.of(List.of("--"), List.of("--no-infisical"), List.of("--no-infisical", "--"))) {
      var words = new ArrayList<>(List.of("exec"));
      words.addAll(first);
      words.addAll(List.of("printf", "%s|", "--offline", "--", "-h", "@file"));
      assertThat(tally().run(words.toArray(String[]::new)).out())
          .as("%s", first)
          .isEqualTo(printed);
    }
  }

  @Test
  void aCommandThatCannotBeRunIsSaidInOneLine() throws Exception {
    assertThat(tally().run("exec", "--", "no-such-command"))
        .isEqualTo(new TestingTally.Ended(127, "", "tally: there is no command no-such-command\n"));
    assertThat(tally().run("exec", "--", folder.toString()))
        .isEqualTo(new TestingTally.Ended(126, "", "tally: %s may not be run\n".formatted(folder)));
  }

  @Test
  void aFileThatCannotBeReadIsNamedWithoutItsText() throws Exception {
    file(".env", "A=1\nhunter2\n");
    assertThat(tally().run("exec", "--", "true"))
        .isEqualTo(new TestingTally.Ended(2, "", "tally: .env, line 2: it is not NAME=value\n"));
  }

  private TestingTally infisical(TestingInfisical site) {
    return tally(
        "INFISICAL_CLIENT_ID",
        TestingInfisical.CLIENT_ID,
        "INFISICAL_DOMAIN",
        site.url(),
        "INFISICAL_PROJECT_ID",
        "p",
        "INFISICAL_CLIENT_SECRET",
        TestingInfisical.CLIENT_SECRET);
  }

  @Test
  void aMachineIdentityMayStandInTheFile() throws Exception {
    try (var site = TestingInfisical.start()) {
      site.listing(
          200,
          "{\"secrets\":[{\"secretKey\":\"A\",\"secretValue\":\"1\"},{\"secretKey\":\"B\",\"secretValue\":\"1\"}]}");
      file(".env", "A=env\nINFISICAL_CLIENT_ID=%s\n".formatted(TestingInfisical.CLIENT_ID));
      file(".env.local", "INFISICAL_CLIENT_SECRET=%s\n".formatted(TestingInfisical.CLIENT_SECRET));
      var ended =
          tally()
              .run(
                  "exec",
                  "--infisical-project=p",
                  "--infisical-url",
                  site.url(),
                  "--",
                  "sh",
                  "-c",
                  "echo $A $B");
      assertThat(ended).isEqualTo(new TestingTally.Ended(0, "env 1\n", ""));
    }
  }

  @Test
  void withoutAnAnswerTheCommandDoesNotRunUnlessACopyWasKept() throws Exception {
    TestingTally tally;
    String url;
    try (var site = TestingInfisical.start()) {
      site.listing(200, "{\"secrets\":[{\"secretKey\":\"A\",\"secretValue\":\"hunter2\"}]}");
      url = site.url();
      tally = infisical(site);
      var kept = tally.run("exec", "--keep-offline-copy", "--", "printenv", "A");
      assertThat(kept.out()).isEqualTo("hunter2\n");
    }

    var ended = tally.run("exec", "--", "echo", "ran");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "tally: Infisical at %s cannot be reached: no connection; check the network and --infisical-url, or go on with --offline or --no-infisical\n"
                .formatted(url));
    assertThat(tally.run("exec", "--offline", "--", "printenv", "A"))
        .isEqualTo(
            new TestingTally.Ended(
                0, "hunter2\n", "tally: the secrets of Infisical are from just now\n"));
    assertThat(tally.run("exec", "--no-infisical", "--", "printenv", "A").exitCode()).isEqualTo(1);
    ended = tally.run("exec", "--offline", "--infisical-env=prod", "--", "true");
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "tally: no offline copy: there is none of prod:/ of project p; run once online with --keep-offline-copy\n");
  }

  @Test
  void anIdentityThatIsRefusedIsSaidWithoutItsSecret() throws Exception {
    try (var site = TestingInfisical.start()) {
      var ended =
          tally(
                  "INFISICAL_CLIENT_ID", "x",
                  "INFISICAL_CLIENT_SECRET", "hunter2",
                  "INFISICAL_PROJECT_ID", "p",
                  "INFISICAL_DOMAIN", site.url())
              .run("exec", "--", "echo", "ran");
      assertThat(ended.exitCode()).isEqualTo(2);
      assertThat(ended.out() + ended.err())
          .contains("refused the machine identity", "INFISICAL_CLIENT_SECRET")
          .doesNotContain("hunter2", "ran");
    }
  }

  @Test
  void theCommandsOfInfisicalThatIsOnThePathIsAsked() throws Exception {
    file(".infisical.json", "{\"workspaceId\":\"p\"}");
    var command = folder.resolve("infisical");
    Files.writeString(
        command, "#!/bin/sh\necho '[{\"key\":\"A\",\"value\":\"from the command\"}]'\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    var tally = tally("PATH", folder + ":" + System.getenv("PATH"));
    assertThat(tally.run("exec", "--", "printenv", "A"))
        .isEqualTo(new TestingTally.Ended(0, "from the command\n", ""));
  }
}
