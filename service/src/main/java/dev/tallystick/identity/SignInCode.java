package dev.tallystick.identity;

import dev.tallystick.account.Hashes;
import dev.tallystick.account.Token;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.UUID;

/// A code that is mailed, and the token that its browser keeps. One is of no use without the other:
/// what is stored of the code is its HMAC under the token's secret, which is stored nowhere.
///
/// @param digits eight of them
record SignInCode(Token token, String digits) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// The prefix of the token.
  static final String PREFIX = "ts";

  private static final int DIGITS = 8;
  private static final int CODES = 100_000_000;

  static SignInCode random(UUID id) {
    var digits = "%08d".formatted(RANDOM.nextInt(CODES));
    return new SignInCode(Token.random(PREFIX, id), digits);
  }

  /// What is stored: 32 bytes.
  byte[] hash() {
    return hash(token, digits);
  }

  /// Whether `text`, as a person typed it, is the code of this hash. Takes the same time whatever
  /// was typed.
  static boolean isOf(byte[] hash, Token token, String text) {
    return MessageDigest.isEqual(hash, hash(token, digits(text)));
  }

  /// Spaces and dashes are how people read numbers aloud.
  private static String digits(String text) {
    var digits = text.replaceAll("[\\s\\p{Pd}]", "");
    return digits.length() > DIGITS ? "" : digits;
  }

  private static byte[] hash(Token token, String digits) {
    return Hashes.hmac(token.secret(), digits);
  }

  /// As in a mail: two groups of four.
  String spaced() {
    return digits.substring(0, DIGITS / 2) + " " + digits.substring(DIGITS / 2);
  }

  /// Without the digits, so that no log line has them.
  @Override
  public String toString() {
    return token.toString();
  }
}
