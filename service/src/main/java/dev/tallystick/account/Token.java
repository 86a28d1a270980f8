package dev.tallystick.account;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// A split token, `prefix_id.secret`: the id finds its row, the 256 random bits of the secret prove
/// it. Only the secret's SHA-256 is stored; with that many random bits a slow hash adds nothing
/// (OWASP ASVS 5.0, 6.5.2). The prefix lets scanners of source code find a leaked one.
public record Token(String prefix, UUID id, String secret) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  /// A new token with a random secret.
  public static Token random(String prefix, UUID id) {
    var secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return new Token(prefix, id, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /// The token that `text` is, if it has the form and the prefix.
  public static Optional<Token> parse(String prefix, String text) {
    int dot = text.indexOf('.');
    if (!text.startsWith(prefix + "_") || dot < 0) return Optional.empty();
    var id = text.substring(prefix.length() + 1, dot);
    try {
      return Optional.of(new Token(prefix, UUID.fromString(id), text.substring(dot + 1)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// What is stored of the secret: 32 bytes.
  public byte[] secretHash() {
    return Hashes.sha256(secret);
  }

  /// The whole token, to be shown once.
  public String reveal() {
    return prefix + "_" + id + "." + secret;
  }

  /// Without the secret, so that no log line has it.
  @Override
  public String toString() {
    return prefix + "_" + id + ".***";
  }
}
