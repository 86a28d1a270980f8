package dev.tallystick.schema.sql;

import java.util.ArrayList;
import java.util.List;

/// A file of SQL, cut into statements.
///
/// @param file its name, for messages
/// @param text all of it
/// @param statements in order
/// @param comments every comment, also those inside statements, in order
public record Script(String file, String text, List<Statement> statements, List<Token> comments) {
  /// @throws ScriptFailure if a string, name or comment of `text` does not end
  public static Script of(String file, String text) {
    var tokens = Tokens.of(file, text);
    var statements = new ArrayList<Statement>();
    var current = new ArrayList<Token>();
    var inner = new Inner();
    for (var token : tokens) {
      if (token.kind() == Token.Kind.COMMENT) continue;
      inner.see(token);
      if (token.is(";") && !inner.isOpen()) {
        add(statements, current, text);
        inner = new Inner();
      } else {
        current.add(token);
      }
    }
    add(statements, current, text);
    var comments = tokens.stream().filter(token -> token.kind() == Token.Kind.COMMENT).toList();
    return new Script(file, text, List.copyOf(statements), comments);
  }

  private static void add(List<Statement> statements, List<Token> current, String text) {
    if (current.isEmpty()) return;
    int start = current.getFirst().start();
    int end = current.getLast().end();
    statements.add(new Statement(text.substring(start, end), start, end, List.copyOf(current)));
    current.clear();
  }

  /// Where the character at `offset` stands.
  public Position position(int offset) {
    return Position.of(text, offset);
  }

  /// Where semicolons do not end the statement: in parentheses (the actions of a rule) and in the
  /// body `BEGIN ATOMIC … END` of a function.
  private static final class Inner {
    private int parentheses;
    private int blocks;
    private boolean isAfterBegin;

    void see(Token token) {
      if (token.is("(")) parentheses++;
      else if (token.is(")")) parentheses--;
      else if (isAfterBegin && token.is("atomic")) blocks = 1;
      else if (blocks > 0 && token.is("case")) blocks++;
      else if (blocks > 0 && token.is("end")) blocks--;
      isAfterBegin = token.is("begin");
    }

    boolean isOpen() {
      return parentheses > 0 || blocks > 0;
    }
  }
}
