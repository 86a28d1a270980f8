package dev.tallystick.cli.watch;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Why PostgreSQL did not run a statement.
///
/// @param position of what is wrong, counted in characters of the statement from 1; 0 for none
record Refusal(
    String sqlState, String message, @Nullable String detail, @Nullable String hint, int position) {
  /// As many columns are shown before what is wrong at most.
  private static final int BEFORE_MAX = 50;

  private static final int EXCERPT_MAX = 100;

  static Refusal of(SQLException failure) {
    var state = failure.getSQLState() == null ? "" : failure.getSQLState();
    var said = failure instanceof PSQLException ours ? ours.getServerErrorMessage() : null;
    if (said == null || said.getMessage() == null) {
      return new Refusal(state, String.valueOf(failure.getMessage()), null, null, 0);
    }
    return new Refusal(
        state, said.getMessage(), said.getDetail(), said.getHint(), said.getPosition());
  }

  /// The message and, where PostgreSQL says so, the place in the statement, the detail and a hint.
  List<String> lines(String sql) {
    var lines = new ArrayList<String>();
    lines.add("refused: " + CellText.visible(message));
    if (position > 0) lines.addAll(excerpt(sql));
    if (detail != null) lines.add("detail: " + CellText.visible(detail));
    if (hint != null) lines.add("hint: " + CellText.visible(hint));
    return lines;
  }

  /// The line of the statement, and below it a caret.
  private List<String> excerpt(String sql) {
    int length = sql.codePointCount(0, sql.length());
    int at = sql.offsetByCodePoints(0, Math.min(position - 1, length));
    int lineStart = sql.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = sql.indexOf('\n', at) < 0 ? sql.length() : sql.indexOf('\n', at);
    long number = sql.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
    var before = CellText.visible(sql.substring(lineStart, at));
    var after = CellText.visible(sql.substring(at, lineEnd));
    if (before.length() > BEFORE_MAX) {
      before = CellText.MORE + before.substring(before.length() - BEFORE_MAX);
    }
    var label = "line %d: ".formatted(number);
    return List.of(
        label + CellText.shortened(before + after, EXCERPT_MAX),
        " ".repeat(label.length() + CellText.width(before)) + "^");
  }
}
