package dev.tallystick.environment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// AES-256-GCM under a key that HKDF-SHA256 derives from a secret, with a salt of its own each
/// time.
final class Seal {
  private static final int SALT_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;

  private final byte[] random;

  /// @param random the salt and the nonce; not secret
  Seal(byte[] random) {
    // Of another length it fits nothing.
    this.random = Arrays.copyOf(random, SALT_BYTES + NONCE_BYTES);
  }

  byte[] random() {
    return random.clone();
  }

  static Seal fresh() {
    var random = new byte[SALT_BYTES + NONCE_BYTES];
    new SecureRandom().nextBytes(random);
    return new Seal(random);
  }

  /// Encrypts; `header` stays readable, and cannot be changed either.
  byte[] close(byte[] secret, byte[] header, byte[] plain) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, secret, header).doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 25 has AES-GCM", e);
    }
  }

  /// Decrypts, unless the text, the header or the secret is another.
  Optional<byte[]> open(byte[] secret, byte[] header, byte[] sealed) {
    try {
      return Optional.of(cipher(Cipher.DECRYPT_MODE, secret, header).doFinal(sealed));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 25 has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] secret, byte[] header) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    var nonce = Arrays.copyOfRange(random, SALT_BYTES, SALT_BYTES + NONCE_BYTES);
    cipher.init(mode, key(secret), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(header);
    return cipher;
  }

  private SecretKey key(byte[] secret) throws GeneralSecurityException {
    var salt = Arrays.copyOf(random, SALT_BYTES);
    var purpose = "tallystick offline copy".getBytes(StandardCharsets.US_ASCII);
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey(
            "AES",
            HKDFParameterSpec.ofExtract()
                .addIKM(secret)
                .addSalt(salt)
                .thenExpand(purpose, KEY_BYTES));
  }
}
