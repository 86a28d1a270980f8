package dev.tallystick.cli;

import java.io.Console;
import java.io.PrintWriter;
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

  /// Whether what was written to `out` reaches nobody: its reader, such as `head`, has gone.
  public static boolean isUnread(PrintWriter out) {
    // What stands above standard output does not hear of its errors.
    return out.checkError() || System.out.checkError();
  }

  /// Whether text on standard output may have colour.
  public static boolean isColoured() {
    return Ansi.AUTO.enabled();
  }

  private static String styled(String style, String text) {
    if (!isColoured()) return text;
    var marked = Ansi.Style.parse(style);
    // Not picocli's way out of a style: that of bold is a double underline on most terminals.
    return Ansi.Style.on(marked) + text + Ansi.Style.reset.on();
  }

  /// What somebody else wrote, so that it can do nothing to a terminal: control characters as Java
  /// writes them.
  public static String visible(String text) {
    var visible = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean isHidden =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR;
      visible.append(isHidden ? "\\u%04X".formatted((int) c) : String.valueOf(c));
    }
    return visible.toString();
  }
}
