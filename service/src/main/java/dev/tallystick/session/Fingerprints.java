package dev.tallystick.session;

import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The devices: owns the tables fingerprints and fingerprint_users.
public final class Fingerprints {
  /// How many devices a user is remembered on; the one not seen for longest is forgotten.
  static final int PER_USER_MAX = 200;

  private Fingerprints() {}

  // Its row is locked until the commit: of two new users on one device, the second sees the first.
  private static final String SEE =
      """
      INSERT INTO tally.fingerprints AS f (id, first_seen_at, last_seen_at)
      VALUES (:id, :now, :now)
      ON CONFLICT (id) DO UPDATE SET last_seen_at = greatest(f.last_seen_at, excluded.last_seen_at)
      RETURNING sig_hash, outlived_user
      """;

  private static final String USERS =
      """
      SELECT EXISTS (SELECT FROM tally.fingerprint_users
                      WHERE fingerprint_id = :id AND user_id = :user) AS is_known,
             EXISTS (SELECT FROM tally.fingerprint_users
                      WHERE fingerprint_id = :id AND user_id <> :user) AS has_others
      """;

  private static final String SIGN =
      """
      UPDATE tally.fingerprints SET sig_hash = :sig_hash WHERE id = :id AND sig_hash IS NULL
      """;

  private static final String LINK =
      """
      INSERT INTO tally.fingerprint_users AS f
          (user_id, fingerprint_id, first_seen_at, last_seen_at)
      VALUES (:user, :id, :now, :now)
      ON CONFLICT (user_id, fingerprint_id)
      DO UPDATE SET last_seen_at = greatest(f.last_seen_at, excluded.last_seen_at)
      """;

  private static final String FORGET =
      """
      DELETE FROM tally.fingerprint_users
       WHERE user_id = :user
         AND fingerprint_id IN (
             SELECT fingerprint_id
               FROM tally.fingerprint_users
              WHERE user_id = :user
              ORDER BY last_seen_at DESC, fingerprint_id
             OFFSET :kept)
      """;

  private record Seen(Optional<byte[]> sigHash, boolean outlivedUser) {}

  private record Users(boolean isKnown, boolean hasOthers) {}

  /// Notes that a user, whose row is locked, signs in on a device, and says what to think of it.
  static DeviceOutcome see(Tx tx, UUID user, NewSession.Fingerprint fingerprint, Instant now) {
    var sentHash = fingerprint.signatureHash();
    var seen =
        tx.query(SEE)
            .bind("id", fingerprint.id())
            .bind("now", now)
            .map(
                (row, _) ->
                    new Seen(bytes(row.getBytes("sig_hash")), row.getBoolean("outlived_user")))
            .one();
    var users =
        tx.query(USERS)
            .bind("id", fingerprint.id())
            .bind("user", user)
            .map((row, _) -> new Users(row.getBoolean("is_known"), row.getBoolean("has_others")))
            .one();
    boolean hasOthers = users.hasOthers() || seen.outlivedUser();
    var outcome = DeviceOutcome.of(seen.sigHash(), sentHash, users.isKnown(), hasOthers);
    // Who is new on another's device does not sign it.
    if (seen.sigHash().isEmpty() && sentHash.isPresent() && outcome == DeviceOutcome.ALLOW) {
      tx.update(SIGN).bind("id", fingerprint.id()).bind("sig_hash", sentHash.get()).execute();
    }
    tx.update(LINK).bind("user", user).bind("id", fingerprint.id()).bind("now", now).execute();
    tx.update(FORGET).bind("user", user).bind("kept", PER_USER_MAX).execute();
    return outcome;
  }

  private static final String UNLINK =
      """
      WITH unlinked AS (
          DELETE FROM tally.fingerprint_users WHERE user_id = :user RETURNING fingerprint_id
      )
      UPDATE tally.fingerprints SET outlived_user = true
       WHERE id IN (SELECT fingerprint_id FROM unlinked)
      """;

  /// Forgets on which devices a user was seen, but not that somebody was: whoever deletes an
  /// account and makes another is not new on the device.
  static void unlink(Tx tx, UUID user) {
    tx.update(UNLINK).bind("user", user).execute();
  }

  private static final String OUTLIVE =
      """
      INSERT INTO tally.fingerprints (id, outlived_user) VALUES (:id, true)
      ON CONFLICT (id) DO UPDATE SET outlived_user = true
      """;

  /// Notes that a user who is deleted was on a device, wherever that was seen.
  public static void outlive(Tx tx, String id) {
    tx.update(OUTLIVE).bind("id", id).execute();
  }

  private static Optional<byte[]> bytes(byte @Nullable [] bytes) {
    return Optional.ofNullable(bytes);
  }
}
