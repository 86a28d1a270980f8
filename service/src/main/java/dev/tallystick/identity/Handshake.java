package dev.tallystick.identity;

import dev.tallystick.account.Hashes;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// What ties a provider's answer to the browser that asked for it.
///
/// The state travels through the provider and back; the browser's secret stays in its cookie. Nonce
/// and PKCE verifier are HMACs of the state under that secret: another browser cannot make them,
/// and the database, which has hashes only, cannot either.
///
/// @param state 256 random bits, new for each attempt
/// @param browserSecret 256 random bits, the same for attempts of one browser that are under way
record Handshake(String state, String browserSecret) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  /// 32 bytes in base64url, which is what both values are.
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  /// A new one; the browser keeps the secret it has, so that two of its tabs can sign in at once.
  static Handshake begin(Optional<String> browserSecret) {
    return new Handshake(
        random(), browserSecret.filter(Handshake::hasForm).orElseGet(() -> random()));
  }

  /// What came back, if it has the form.
  static Optional<Handshake> of(Optional<String> state, Optional<String> browserSecret) {
    if (!state.filter(Handshake::hasForm).isPresent()) return Optional.empty();
    return browserSecret
        .filter(Handshake::hasForm)
        .map(secret -> new Handshake(state.get(), secret));
  }

  private static boolean hasForm(String text) {
    return FORM.matcher(text).matches();
  }

  private static String random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return base64(bytes);
  }

  /// What is stored of the state: 32 bytes.
  byte[] stateHash() {
    return Hashes.sha256(state);
  }

  /// What is stored of the browser's secret: 32 bytes.
  byte[] browserHash() {
    return Hashes.sha256(browserSecret);
  }

  /// What the ID token has to repeat.
  String nonce() {
    return derived("nonce");
  }

  /// What the code is worth nothing without (RFC 7636).
  String codeVerifier() {
    return derived("code verifier");
  }

  private String derived(String purpose) {
    return base64(Hashes.hmac(browserSecret, purpose + "\n" + state));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// Without its values, so that no log line has them.
  @Override
  public String toString() {
    return "Handshake[***]";
  }
}
