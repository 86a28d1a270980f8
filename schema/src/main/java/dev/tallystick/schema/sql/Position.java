package dev.tallystick.schema.sql;

/// A place in a text; both counts start at 1.
public record Position(int line, int column) {
  /// The place of the character at `offset` (from 0) of `text`.
  public static Position of(String text, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int newline = text.indexOf('\n'); newline >= 0 && newline < offset; ) {
      line++;
      lineStart = newline + 1;
      newline = text.indexOf('\n', lineStart);
    }
    return new Position(line, offset - lineStart + 1);
  }

  @Override
  public String toString() {
    return line + ":" + column;
  }
}
