package dev.tallystick.schema.lint;

import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.Statement;
import dev.tallystick.schema.sql.Token;
import java.util.ArrayList;
import java.util.List;

/// A list in parentheses: `(a, lower(b) DESC)` has two items.
///
/// @param texts the items as written
/// @param next which token follows the closing parenthesis
record Items(List<String> texts, int next) {
  /// The list that the token `open` of `statement` starts.
  static Items in(Statement statement, int open) {
    var tokens = statement.tokens();
    var texts = new ArrayList<String>();
    int depth = 0;
    int first = open + 1;
    for (int i = open; i < tokens.size(); i++) {
      if (isOpening(tokens.get(i))) depth++;
      if (isClosing(tokens.get(i))) depth--;
      if (depth == 0 || (depth == 1 && tokens.get(i).is(","))) {
        if (i > first) texts.add(text(statement, first, i - 1));
        first = i + 1;
      }
      if (depth == 0) return new Items(List.copyOf(texts), i + 1);
    }
    return new Items(List.copyOf(texts), tokens.size());
  }

  private static boolean isOpening(Token token) {
    return token.is("(") || token.is("[");
  }

  private static boolean isClosing(Token token) {
    return token.is(")") || token.is("]");
  }

  /// The text from one token to another, both included.
  static String text(Statement statement, int first, int last) {
    int start = statement.tokens().get(first).start() - statement.start();
    int end = statement.tokens().get(last).end() - statement.start();
    return statement.text().substring(start, end);
  }

  /// One statement as PostgreSQL prints it.
  static Statement statement(String sql) {
    return Script.of("", sql).statements().getFirst();
  }

  /// Which token of `statement` is `word`, from `from` on; -1 if none is.
  static int indexOf(Statement statement, String word, int from) {
    for (int i = from; i < statement.tokens().size(); i++) {
      if (statement.tokens().get(i).is(word)) return i;
    }
    return -1;
  }
}
