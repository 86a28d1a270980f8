package dev.tallystick.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Ids made from an `Idempotency-Key`: the same key always gives the same id, so that the id's own
/// uniqueness makes the request idempotent, for ever, with nothing more to store.
final class Ids {
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private Ids() {}

  /// A UUIDv8 (RFC 9562) of the SHA-256 of a kind of thing, a key and a position.
  static UUID of(String kind, String key, int index) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var text = kind + "\n" + index + "\n" + key;
      var bytes = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
      long high = (bytes.getLong() & ~0xF000L) | VERSION_8;
      long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
