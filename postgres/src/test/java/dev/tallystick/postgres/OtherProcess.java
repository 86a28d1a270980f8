package dev.tallystick.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/// Another JVM that has opened a server: it says what it got and waits until it is told to close
/// it, or killed.
record OtherProcess(Process process, long serverPid, boolean isServerOwner) {
  static OtherProcess opening(Path directory) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var words = firstLine(process.inputReader()).split(" ", 2);
    return new OtherProcess(process, Long.parseLong(words[0]), Boolean.parseBoolean(words[1]));
  }

  public static void main(String[] arguments) throws IOException {
    try (var server = EmbeddedServer.open(Path.of(arguments[0]), Durability.NONE)) {
      System.out.println(server.pid() + " " + server.isOwner());
      var _ = System.in.read();
    }
  }

  /// Ends the process in good order: it closes its server.
  void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  /// Ends the process at once: it closes nothing.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static String firstLine(BufferedReader output) throws IOException {
    var line = output.readLine();
    if (line == null) throw new IOException("the other process ended without a word");
    return line;
  }
}
