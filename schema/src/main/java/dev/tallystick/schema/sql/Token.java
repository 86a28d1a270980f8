package dev.tallystick.schema.sql;

/// A piece of a script that means something to PostgreSQL, or to us: comments are tokens too.
///
/// @param text a word folded to lower case, a quoted identifier without its quotes, a string
///   without its quotes, a comment without its marks; anything else as written
/// @param start offset of its first character in the script
/// @param end offset behind its last character
public record Token(Kind kind, String text, int start, int end) {
  /// What a token is.
  public enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SYMBOL,
    COMMENT
  }

  /// Whether this is the keyword or symbol `expected`, written in lower case.
  public boolean is(String expected) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(expected);
  }

  /// Whether this can name an object.
  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }
}
