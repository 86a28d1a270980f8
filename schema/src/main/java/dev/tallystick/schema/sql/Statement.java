package dev.tallystick.schema.sql;

import java.util.List;

/// One statement of a script, without its semicolon.
///
/// @param text as written, with the comments inside it
/// @param start offset of its first token in the script
/// @param end offset behind its last token
/// @param tokens its tokens in order, without comments; never empty
public record Statement(String text, int start, int end, List<Token> tokens) {
  /// Whether the statement starts with these keywords.
  public boolean startsWith(String... keywords) {
    if (tokens.size() < keywords.length) return false;
    for (int i = 0; i < keywords.length; i++) {
      if (!tokens.get(i).is(keywords[i])) return false;
    }
    return true;
  }

  /// Whether one of its words outside of strings and quoted names is `keyword`.
  public boolean has(String keyword) {
    return tokens.stream().anyMatch(token -> token.is(keyword));
  }

  /// Whether PostgreSQL refuses this statement inside a transaction.
  public boolean standsAlone() {
    if (startsWith("vacuum") || startsWith("alter", "system")) return true;
    if (startsWith("create", "database") || startsWith("drop", "database")) return true;
    if (startsWith("create", "tablespace") || startsWith("drop", "tablespace")) return true;
    return has("concurrently") && !startsWith("refresh");
  }

  /// Whether what this statement makes can be used only after its transaction: a new enum label.
  public boolean endsTransaction() {
    return startsWith("alter", "type") && has("add") && has("value");
  }
}
