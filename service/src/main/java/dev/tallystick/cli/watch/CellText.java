package dev.tallystick.cli.watch;

import java.text.BreakIterator;
import java.util.Locale;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/// Text as it can stand in a cell of a screen: one line, nothing that a terminal would obey, and as
/// wide as it says.
final class CellText {
  /// Stands for what was cut off.
  static final String MORE = "…";

  /// NULL, which is not the empty text.
  static final String NULL = "∅";

  /// No cluster of characters that people write is longer.
  private static final int CHARS_PER_COLUMN_MAX = 16;

  private static final int JOINER = 0x200D;
  private static final int EMOJI_STYLE = 0xFE0F;

  private CellText() {}

  /// A cell, at most so many columns wide.
  static String of(@Nullable String cell, int columnsMax) {
    return cell == null ? NULL : shortened(visible(cell, columnsMax), columnsMax);
  }

  /// `text` with every character that a terminal would obey written out: `\x1B`, `\t`; a line break
  /// is `↵`.
  static String visible(String text) {
    if (text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) return text;
    var visible = new StringBuilder(text.length() + 8);
    text.codePoints().forEach(c -> append(visible, c));
    return visible.toString();
  }

  /// As much of it as can matter for `columnsMax` columns: a value may have a gigabyte.
  private static String visible(String text, int columnsMax) {
    int most = columnsMax * CHARS_PER_COLUMN_MAX;
    return visible(text.length() <= most ? text : text.substring(0, most));
  }

  private static void append(StringBuilder visible, int c) {
    switch (c) {
      case '\n' -> visible.append('↵');
      case '\t' -> visible.append("\\t");
      case '\r' -> visible.append("\\r");
      case JOINER -> visible.appendCodePoint(c);
      default -> {
        switch (Character.getType(c)) {
          case Character.CONTROL -> visible.append("\\x%02X".formatted(c));
          case Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE,
              Character.UNASSIGNED ->
              visible.append(c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c));
          default -> visible.appendCodePoint(c);
        }
      }
    }
  }

  /// As many columns as it takes on a terminal; where terminals differ, as many as on the widest.
  static int width(String text) {
    if (isAscii(text)) return text.length();
    int width = 0;
    var clusters = clusters(text);
    int start = 0;
    for (int end = clusters.next(); end != BreakIterator.DONE; end = clusters.next()) {
      width += clusterWidth(text, start, end);
      start = end;
    }
    return width;
  }

  /// `text`, cut to at most so many columns, with a sign that it was.
  static String shortened(String text, int columnsMax) {
    if (width(text) <= columnsMax) return text;
    int width = 0;
    var clusters = clusters(text);
    int start = 0;
    for (int end = clusters.next(); end != BreakIterator.DONE; end = clusters.next()) {
      width += clusterWidth(text, start, end);
      if (width > columnsMax - MORE.length()) break;
      start = end;
    }
    return text.substring(0, start) + MORE;
  }

  /// Whether every terminal agrees on its width.
  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /// Characters as people see them, each of one or more code points.
  private static BreakIterator clusters(String text) {
    var clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
    clusters.setText(text);
    return clusters;
  }

  private static int clusterWidth(String text, int start, int end) {
    var cluster = text.substring(start, end);
    int apart = cluster.codePoints().map(WCWidth::wcwidth).sum();
    boolean isEmoji = cluster.indexOf(EMOJI_STYLE) >= 0;
    return isEmoji ? Math.max(2, apart) : apart;
  }
}
