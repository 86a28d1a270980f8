package dev.tallystick.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// PostgreSQL's programs, ready to run on one server's directory under the right account.
record Programs(ServerDirectory directory, Binaries binaries, RunAs runAs) {
  static Programs of(ServerDirectory directory, RunAs runAs) throws IOException {
    runAs.own(directory.root());
    var binaries = Binaries.unpacked(cache(directory, runAs));
    runAs.own(binaries.home());
    return new Programs(directory, binaries, runAs);
  }

  /// One copy for all of a user's servers. Another account cannot reach into our home, so it gets a
  /// copy of its own.
  private static Path cache(ServerDirectory directory, RunAs runAs) {
    var home = Path.of(System.getProperty("user.home"));
    return runAs instanceof RunAs.Account || !Files.isWritable(home)
        ? directory.root()
        : home.resolve(".cache").resolve("tallystick");
  }

  /// Starts a program that outlives us: it has no terminal whose end or Ctrl-C could reach it, and
  /// writes to the server's log instead of to a pipe that ends with us.
  Process start(String program, List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    // Absent on macOS, where Ctrl-C then stops the server together with us.
    if (isInstalled("setsid")) command.add("setsid");
    command.addAll(
        runAs.command(
            Stream.concat(Stream.of(binaries.program(program)), arguments.stream()).toList()));
    var builder = new ProcessBuilder(command);
    builder.directory(directory.root().toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()));
    // libpq's variables would reach the server's own tools and change what they do.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    return builder.start();
  }

  /// Writes a file that the programs read.
  void write(Path file, String text) throws IOException {
    OwnerOnly.write(file, text);
    own(file);
  }

  /// Gives `root` and all below it to the account that the programs run under.
  void own(Path root) throws IOException {
    runAs.own(root);
  }

  private static boolean isInstalled(String program) {
    var path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
