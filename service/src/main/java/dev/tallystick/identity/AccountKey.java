package dev.tallystick.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key under which accounts at providers are recognised after they were unlinked. Account ids
/// are short numbers at some: a plain hash of them would be found by trying all.
///
/// @param secret of at least [#LENGTH_MIN] characters; with another one nothing is recognised
public record AccountKey(String secret) {
  static final int LENGTH_MIN = 32;

  /// What is stored of an account for ever: 32 bytes.
  byte[] hash(Claims claims) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return mac.doFinal(bytes(claims.provider() + "\n" + claims.accountId()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Without the key, so that no log line has it.
  @Override
  public String toString() {
    return "AccountKey[***]";
  }
}
