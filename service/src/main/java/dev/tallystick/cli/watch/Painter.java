package dev.tallystick.cli.watch;

import java.util.List;

/// Frames and modes of a screen as what a terminal obeys.
///
/// @param isColoured whether text is drawn in its style; where it is not, the marks alone must do
record Painter(boolean isColoured) {
  private static final String ESCAPE = "\u001b[";

  /// The terminal shows what comes between the two at once, or knows nothing of them.
  private static final String BEGIN_UPDATE = ESCAPE + "?2026h";

  private static final String END_UPDATE = ESCAPE + "?2026l";

  /// Another screen than the one with the shell's lines; no cursor; a line that is too wide after
  /// all does not go on in the next one.
  static final String ENTER = ESCAPE + "?1049h" + ESCAPE + "?25l" + ESCAPE + "?7l";

  static final String LEAVE = ESCAPE + "?7h" + ESCAPE + "?25h" + ESCAPE + "?1049l";

  /// A frame over the one that is there: nothing is cleared before it is written anew, so that
  /// nothing flickers.
  String frame(List<Line> lines, Room room) {
    var text = new StringBuilder(BEGIN_UPDATE);
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      text.append(ESCAPE).append(i + 1).append(";1H");
      int column = 1;
      for (var span : line.spans()) {
        text.append(styled(span));
        column += span.width();
        // Terminals do not agree on how wide some characters are.
        if (!CellText.isAscii(span.text())) text.append(ESCAPE).append(column).append('G');
      }
      // In the last column it would erase what was just written there.
      if (column <= room.columns()) text.append(ESCAPE).append('K');
    }
    if (lines.size() < room.lines()) {
      text.append(ESCAPE).append(lines.size() + 1).append(";1H").append(ESCAPE).append('J');
    }
    return text.append(END_UPDATE).toString();
  }

  /// Lines to be left on the terminal below what is there.
  String lines(List<Line> lines) {
    var text = new StringBuilder();
    for (var line : lines) {
      line.spans().forEach(span -> text.append(styled(span)));
      text.append("\r\n");
    }
    return text.toString();
  }

  private String styled(Line.Span span) {
    if (!isColoured || span.style() == Style.PLAIN) return span.text();
    return ESCAPE + span.style().parameters() + "m" + span.text() + ESCAPE + "0m";
  }
}
