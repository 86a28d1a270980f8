package dev.tallystick.cli.db;

import dev.tallystick.cli.Terminal;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/// What a command says while one waits for it.
final class Progress {
  private Progress() {}

  /// To standard error, where it is in nobody's way.
  static Consumer<String> to(CommandSpec spec) {
    var err = spec.commandLine().getErr();
    return line -> {
      err.println(Terminal.faint(line));
      err.flush();
    };
  }
}
