package dev.tallystick.cli.db;

import java.io.IOException;

/// Another program on our terminal, as if it had been started instead of us.
final class OnTerminal {
  private OnTerminal() {}

  /// Runs it to its end and returns its exit code.
  ///
  /// @throws IOException if there is no such program
  static int run(ProcessBuilder program) throws IOException {
    var process = program.start();
    // Ctrl-C reaches both of us. The program may take it for less than an order to end, so we wait
    // for what it decides, and end as it does.
    var patience =
        new Thread(() -> Runtime.getRuntime().halt(exitCodeOf(process)), "wait-for-program");
    Runtime.getRuntime().addShutdownHook(patience);
    int exitCode = exitCodeOf(process);
    try {
      Runtime.getRuntime().removeShutdownHook(patience);
    } catch (IllegalStateException _) {
      // We are told to end already, and the hook does.
    }
    return exitCode;
  }

  private static int exitCodeOf(Process process) {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException _) {
        // Nobody interrupts these threads.
      }
    }
  }
}
