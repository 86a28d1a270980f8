package dev.tallystick.schema.lint;

import dev.tallystick.schema.source.Declaration;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.List;

/// Where a file declares something.
///
/// @param statement that it is part of, or that it is
/// @param start offset of its first character
/// @param end offset behind its last
public record Place(Script script, Statement statement, int start, int end) {
  static Place of(Declaration declaration) {
    return new Place(
        declaration.script(), declaration.statement(), declaration.start(), declaration.end());
  }

  public String file() {
    return script.file();
  }

  /// The line in the file, from 1.
  public int line() {
    return script.position(start).line();
  }

  List<Token> tokens() {
    return statement.tokens().stream()
        .filter(token -> token.start() >= start && token.end() <= end)
        .toList();
  }

  int lastLine() {
    return script.position(end).line();
  }

  boolean isWholeStatement() {
    return start == statement.start();
  }
}
