package dev.tallystick.cli;

import picocli.CommandLine.Help.Ansi;

/// Colour on a terminal, and none in a pipe or where NO_COLOR is set; picocli knows which it is.
final class Terminal {
  private Terminal() {}

  static String bold(String text) {
    return styled("bold", text);
  }

  static String good(String text) {
    return styled("green", text);
  }

  static String bad(String text) {
    return styled("red,bold", text);
  }

  static String warning(String text) {
    return styled("yellow", text);
  }

  static String faint(String text) {
    return styled("faint", text);
  }

  private static String styled(String style, String text) {
    if (!Ansi.AUTO.enabled()) return text;
    var marked = Ansi.Style.parse(style);
    return Ansi.Style.on(marked) + text + Ansi.Style.off(marked);
  }
}
