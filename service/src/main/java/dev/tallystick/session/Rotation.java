package dev.tallystick.session;

import dev.tallystick.account.Token;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a refresh token of a session means to it.
enum Rotation {
  /// The current one: it makes place for the next.
  ROTATE,
  /// The one before, whose answer was lost or is on its way: it is answered as the first time.
  REPEAT,
  /// A former one, from whoever it was.
  REUSED;

  /// From the first use of a token. Uses within it do not make it longer.
  static final Duration GRACE = Duration.ofSeconds(30);

  /// What is stored of the refresh tokens of a session.
  @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual alone
  record Stored(byte[] currentHash, Optional<byte[]> previousHash, Instant rotatedAt) {}

  static Rotation of(Stored stored, Token presented, Instant now) {
    var hash = presented.secretHash();
    if (MessageDigest.isEqual(stored.currentHash(), hash)) return ROTATE;
    boolean isPrevious =
        stored.previousHash().filter(previous -> MessageDigest.isEqual(previous, hash)).isPresent();
    return isPrevious && now.isBefore(stored.rotatedAt().plus(GRACE)) ? REPEAT : REUSED;
  }
}
