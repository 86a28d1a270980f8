package dev.tallystick.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What is stored of a secret, or made from one: 32 bytes of a text in UTF-8.
public final class Hashes {
  private static final String HMAC = "HmacSHA256";

  private Hashes() {}

  /// SHA-256: for secrets of so many random bits that nobody finds them by trying.
  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// HMAC-SHA-256: of no use to who has not the key.
  public static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  /// The same under a key that is a text.
  public static byte[] hmac(String key, String text) {
    return hmac(bytes(key), text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
