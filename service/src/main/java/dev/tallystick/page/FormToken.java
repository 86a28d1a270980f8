package dev.tallystick.page;

import dev.tallystick.account.Hashes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/// What proves that a form is one of ours, given to this very browser: an HMAC of a cookie that
/// other sites can neither read nor set.
final class FormToken {
  private static final String PURPOSE = "tallystick form";

  private FormToken() {}

  /// @param cookie the session token, or the random text of who is not signed in
  static String of(String cookie) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Hashes.hmac(cookie, PURPOSE));
  }

  /// Whether `sent` is the token of `cookie`. Takes the same time whatever was sent.
  static boolean isOf(String cookie, String sent) {
    return MessageDigest.isEqual(
        of(cookie).getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }
}
