package dev.tallystick.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The command line as a process of its own, in a directory and with variables of the test.
public final class TestingTally {
  private final Path directory;
  private final Map<String, String> variables;

  TestingTally(Path directory, Map<String, String> variables) {
    this.directory = directory;
    this.variables = Map.copyOf(variables);
  }

  /// How a process ended, and what it printed.
  record Ended(int exitCode, String out, String err) {}

  /// The words that start it, for a test that puts them behind others.
  public static List<String> words(String... arguments) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:-MaxFDLimit"));
    words.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add("dev.tallystick.cli.Main");
    words.addAll(List.of(arguments));
    return words;
  }

  /// A process that has been told nothing but the test's variables and the search path.
  ProcessBuilder of(List<String> words) {
    var builder = new ProcessBuilder(words).directory(directory.toFile());
    var path = builder.environment().get("PATH");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    builder.environment().putAll(variables);
    return builder;
  }

  Process start(String... arguments) throws IOException {
    return of(words(arguments)).start();
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    return end(start(arguments));
  }

  static Ended end(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    var err = CompletableFuture.supplyAsync(() -> text(process.errorReader()));
    var out = text(process.inputReader(StandardCharsets.ISO_8859_1));
    return new Ended(process.waitFor(), out, err.join());
  }

  private static String text(BufferedReader reader) {
    try {
      return reader.readAllAsString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
