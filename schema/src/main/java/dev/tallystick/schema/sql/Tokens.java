package dev.tallystick.schema.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Cuts a script into tokens, by the lexical rules of PostgreSQL (manual, chapter 4.1) with
/// standard_conforming_strings on.
final class Tokens {
  private final String file;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /// @throws ScriptFailure if a string, name or comment does not end
  static List<Token> of(String file, String text) {
    var tokens = new Tokens(file, text);
    while (tokens.at < text.length()) tokens.next();
    return List.copyOf(tokens.tokens);
  }

  private void next() {
    char c = text.charAt(at);
    if (Character.isWhitespace(c) || c == '\uFEFF') {
      at++;
    } else if (text.startsWith("--", at)) {
      lineComment();
    } else if (text.startsWith("/*", at)) {
      blockComment();
    } else if (c == '\'') {
      string(at, at, false);
    } else if (isPrefixedString("e")) {
      string(at, at + 1, true);
    } else if (isPrefixedString("b") || isPrefixedString("x") || isPrefixedString("n")) {
      string(at, at + 1, false);
    } else if (c == '"') {
      quotedName();
    } else if (c == '$' && dollarTag() != null) {
      dollarString();
    } else if (isWordStart(c)) {
      word();
    } else if (Character.isDigit(c)) {
      number();
    } else if (c == '\\') {
      throw failure(at, "psql's backslash commands are not SQL; leave them out");
    } else {
      add(Token.Kind.SYMBOL, String.valueOf(c), at, at + 1);
    }
  }

  private void add(Token.Kind kind, String value, int start, int end) {
    tokens.add(new Token(kind, value, start, end));
    at = end;
  }

  private void lineComment() {
    int end = text.indexOf('\n', at);
    if (end < 0) end = text.length();
    add(Token.Kind.COMMENT, text.substring(at + 2, end).strip(), at, end);
  }

  private void blockComment() {
    int depth = 0;
    for (int i = at; i < text.length() - 1; i++) {
      if (text.startsWith("/*", i)) {
        depth++;
        i++;
      } else if (text.startsWith("*/", i)) {
        depth--;
        i++;
        if (depth == 0) {
          add(Token.Kind.COMMENT, text.substring(at + 2, i - 1).strip(), at, i + 1);
          return;
        }
      }
    }
    throw failure(at, "this comment does not end; add */");
  }

  private boolean isPrefixedString(String prefix) {
    return text.regionMatches(true, at, prefix, 0, 1)
        && at + 1 < text.length()
        && text.charAt(at + 1) == '\'';
  }

  private void string(int start, int quote, boolean hasEscapes) {
    var value = new StringBuilder();
    for (int i = quote + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (hasEscapes && c == '\\' && i + 1 < text.length()) {
        value.append(c).append(text.charAt(++i));
      } else if (c != '\'') {
        value.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '\'') {
        value.append(c);
        i++;
      } else {
        add(Token.Kind.STRING, value.toString(), start, i + 1);
        return;
      }
    }
    throw failure(start, "this string does not end; add '");
  }

  private void quotedName() {
    for (int i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) != '"') continue;
      if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
        continue;
      }
      add(Token.Kind.QUOTED_NAME, text.substring(at + 1, i).replace("\"\"", "\""), at, i + 1);
      return;
    }
    throw failure(at, "this name does not end; add \"");
  }

  /// The `$tag$` that starts here, or null for a lone dollar or a parameter.
  private @Nullable String dollarTag() {
    int end = at + 1;
    while (end < text.length() && isWordPart(text.charAt(end)) && text.charAt(end) != '$') end++;
    if (end >= text.length() || text.charAt(end) != '$') return null;
    if (end > at + 1 && Character.isDigit(text.charAt(at + 1))) return null;
    return text.substring(at, end + 1);
  }

  private void dollarString() {
    var tag = dollarTag();
    if (tag == null) throw new IllegalStateException("called where a tag starts");
    int end = text.indexOf(tag, at + tag.length());
    if (end < 0) throw failure(at, "this string does not end; add " + tag);
    add(Token.Kind.STRING, text.substring(at + tag.length(), end), at, end + tag.length());
  }

  private void word() {
    int end = at + 1;
    while (end < text.length() && isWordPart(text.charAt(end))) end++;
    add(Token.Kind.WORD, text.substring(at, end).toLowerCase(Locale.ROOT), at, end);
  }

  private void number() {
    int end = at + 1;
    while (end < text.length() && (isWordPart(text.charAt(end)) || text.charAt(end) == '.')) end++;
    add(Token.Kind.NUMBER, text.substring(at, end), at, end);
  }

  private static boolean isWordStart(char c) {
    return Character.isLetter(c) || c == '_' || c >= 0x80;
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || Character.isDigit(c) || c == '$';
  }

  private ScriptFailure failure(int offset, String message) {
    return new ScriptFailure(file, Position.of(text, offset), message);
  }
}
