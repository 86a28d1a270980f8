package dev.tallystick.bench;

import java.io.Console;
import java.util.Optional;

/// A line on the terminal that says what is going on, and is gone afterwards. Nothing where output
/// is not a terminal.
final class Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final boolean isTerminal =
      Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

  void say(String what) {
    show(CLEAR_LINE + what);
  }

  void clear() {
    show(CLEAR_LINE);
  }

  private void show(String text) {
    if (!isTerminal) return;
    System.err.print(text);
    System.err.flush();
  }
}
