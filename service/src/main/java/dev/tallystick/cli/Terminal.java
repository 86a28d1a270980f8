package dev.tallystick.cli;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/// Colour on a terminal, and none in a pipe or where NO_COLOR is set; picocli knows which it is.
public final class Terminal {
  private Terminal() {}

  public static String bold(String text) {
    return styled("bold", text);
  }

  public static String good(String text) {
    return styled("green", text);
  }

  public static String bad(String text) {
    return styled("red,bold", text);
  }

  public static String caution(String text) {
    return styled("yellow", text);
  }

  public static String faint(String text) {
    return styled("faint", text);
  }

  /// Whether somebody watches standard output as it is written, so that a line may be redrawn.
  public static boolean isWatched() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static String styled(String style, String text) {
    if (!Ansi.AUTO.enabled()) return text;
    // picocli's own end of bold is what newer terminals take for the begin of a double underline.
    return Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on();
  }
}
