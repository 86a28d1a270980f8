package dev.tallystick.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher `tally`, in a built tree without sources and with a Java that says what it got.
@EnabledOnOs(OS.LINUX)
final class LauncherTest {
  @TempDir private Path root;

  @BeforeEach
  void makeTree() throws IOException {
    var launcher = Path.of(System.getProperty("tally.root")).resolve("tally");
    Files.copy(launcher, root.resolve("tally"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    for (var folder : List.of("target/lib", "database/schema", "database/migrations", "jdk/bin")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.createFile(root.resolve("target/tally.stamp"));
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    java(
        "for each; do case $each in -XX:AOTCacheOutput=*) echo made >\"${each#*=}\"; exit;; esac; done; /usr/bin/env -0; printf '\\n%s' \"$@\"");
    script("jdk/bin/javac", "");
  }

  private void java(String body) throws IOException {
    script("jdk/bin/java", body);
  }

  private void script(String name, String body) throws IOException {
    var file = Files.writeString(root.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private TestingTally.Ended tally(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(root.resolve("tally").toString()));
    words.addAll(List.of(arguments));
    var builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(variables);
    return TestingTally.end(builder.start());
  }

  private Map<String, String> given() {
    var given = new LinkedHashMap<String, String>();
    given.put("PATH", System.getenv("PATH"));
    given.put("TALLY_JAVA_HOME", root.resolve("jdk").toString());
    return given;
  }

  private static Map<String, String> environment(TestingTally.Ended ended) {
    var environment = new LinkedHashMap<String, String>();
    for (var entry : ended.out().substring(0, ended.out().indexOf("\0\n")).split("\0", -1)) {
      environment.put(entry.replaceFirst("(?s)=.*", ""), entry.replaceFirst("(?s)[^=]*=", ""));
    }
    // What the shell of the stand-in adds.
    environment.remove("PWD");
    return environment;
  }

  @Test
  void handsOnTheCallersEnvironmentAndNothingElse() throws Exception {
    var given = given();
    var ended = tally(given, "exec", "--", "env");
    assertThat(environment(ended)).isEqualTo(given);
  }

  @Test
  void aVariableThatTheLauncherUsesItselfKeepsTheCallersValue() throws Exception {
    var given = given();
    for (var name :
        List.of("root", "source", "flags", "main", "home", "java", "cache", "lib", "jar")) {
      given.put(name, "of the caller");
    }
    given.put("JAVA_HOME", "/of/the/caller");
    given.put("SHLVL", "3");
    given.put("LINES_OF", "one\ntwo 'three' \"four\" $five");
    given.put("_", "/bin/sh");
    var ended = tally(given, "exec", "--", "env");
    assertThat(environment(ended)).isEqualTo(given);
  }

  @Test
  void aQuickStartIsPreparedOnceAndSaidOnStandardErrorAlone() throws Exception {
    for (var command : List.of("exec", "schema", "db", "env", "watch", "key")) {
      Files.deleteIfExists(root.resolve("target/quick-start.aot"));
      var first = tally(given(), command, "x");
      assertThat(first.err()).isEqualTo("Preparing a quick start …\n");
      assertThat(first.out()).contains("-XX:AOTCache=" + root.resolve("target/quick-start.aot"));
      assertThat(tally(given(), command, "x").err()).isEmpty();
    }
    assertThat(tally(given(), "serve").out()).doesNotContain("AOTCache");
  }

  @Test
  void withoutAQuickStartCommandsRunAsWell() throws Exception {
    java(
        "for each; do case $each in -XX:AOTCacheOutput=*) echo loud; exit 1;; esac; done; echo ran");
    assertThat(tally(given(), "exec", "x").out()).isEqualTo("ran\n");
    var second = tally(given(), "exec", "x");
    assertThat(second).isEqualTo(new TestingTally.Ended(0, "ran\n", ""));
  }

  @Test
  void whatTheJvmWouldLeaveToTheCommandIsOff() throws Exception {
    assertThat(tally(given(), "exec", "--", "serve").out())
        .contains("\n-XX:-MaxFDLimit\n", "\n-XX:-UsePerfData\n", "\n-XX:+UseSerialGC\n")
        .endsWith("\nexec\n--\nserve");
  }
}
