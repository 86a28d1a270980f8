package dev.tallystick.session;

import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.KeyedHashes.Purpose;
import dev.tallystick.account.Token;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// Refresh tokens: `tr_`, the session's id, and a secret of two parts. The first (256 random bits)
/// is the same in all of a session, the second changes with each use.
final class RefreshToken {
  private static final String PREFIX = "tr";

  private RefreshToken() {}

  /// The first of a session.
  static Token first(UUID session) {
    var family = Token.random(PREFIX, session).secret();
    return new Token(PREFIX, session, family + "." + Token.random(PREFIX, session).secret());
  }

  static Optional<Token> parse(String text) {
    return Token.parse(PREFIX, text).filter(token -> token.secret().indexOf('.') > 0);
  }

  /// The part that all of a session share.
  static Token family(Token token) {
    var part = token.secret().substring(0, token.secret().indexOf('.'));
    return new Token(PREFIX, token.id(), part);
  }

  /// The one that follows `token`. It is the same each time, so that a use that is repeated does
  /// not begin a second chain.
  static Token after(Token token, KeyedHashes hashes) {
    return new Token(
        PREFIX, token.id(), family(token).secret() + "." + derived(token, hashes, "refresh"));
  }

  /// The session token that a use of `token` gives, each time the same.
  static Token sessionToken(Token token, KeyedHashes hashes) {
    var prefix = SessionKind.WEB.prefix();
    return new Token(prefix, token.id(), derived(token, hashes, "session"));
  }

  private static String derived(Token token, KeyedHashes hashes, String what) {
    var bytes = hashes.of(Purpose.REFRESH, what + ":" + token.reveal());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
