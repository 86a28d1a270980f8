package dev.tallystick.session;

import dev.tallystick.account.Token;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// For whom a session is: its token is refused everywhere else.
public enum SessionKind {
  /// A browser.
  WEB("tw"),
  /// A command line on a person's machine.
  CLI("tc"),
  /// A personal access token, for a machine; limited by scopes.
  PAT("tp");

  private final String prefix;

  SessionKind(String prefix) {
    this.prefix = prefix;
  }

  /// What its tokens begin with.
  public String prefix() {
    return prefix;
  }

  /// As stored and as in JSON.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SessionKind ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// The session token that `text` is, of whichever kind, if it has the form.
  static Optional<Token> parse(String text) {
    return Arrays.stream(values())
        .flatMap(kind -> Token.parse(kind.prefix, text).stream())
        .findAny();
  }

  static SessionKind of(Token token) {
    return Arrays.stream(values())
        .filter(kind -> kind.prefix.equals(token.prefix()))
        .findAny()
        .orElseThrow();
  }
}
