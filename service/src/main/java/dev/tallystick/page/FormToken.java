package dev.tallystick.page;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What proves that a form is one of ours, given to this very browser: an HMAC of a cookie that
/// other sites can neither read nor set.
final class FormToken {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE = "tallystick form".getBytes(StandardCharsets.UTF_8);

  private FormToken() {}

  /// @param cookie the session token, or the random text of who is not signed in
  static String of(String cookie) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(cookie.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(PURPOSE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /// Whether `sent` is the token of `cookie`. Takes the same time whatever was sent.
  static boolean isOf(String cookie, String sent) {
    return MessageDigest.isEqual(
        of(cookie).getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }
}
