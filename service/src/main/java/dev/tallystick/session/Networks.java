package dev.tallystick.session;

import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.UUID;

/// The networks that users came from: owns the table user_networks. A network is known by a hash
/// alone ([dev.tallystick.account.KeyedHashes.Purpose#NETWORK]): no address is stored.
public final class Networks {
  /// How many networks of a user are remembered; the one not seen for longest is forgotten.
  static final int PER_USER_MAX = 50;

  private Networks() {}

  private static final String SEE =
      """
      INSERT INTO tally.user_networks AS n (user_id, network_hash, first_seen_at, last_seen_at)
      VALUES (:user, :network_hash, :now, :now)
      ON CONFLICT (user_id, network_hash)
      DO UPDATE SET last_seen_at = greatest(n.last_seen_at, excluded.last_seen_at)
      """;

  private static final String FORGET =
      """
      DELETE FROM tally.user_networks
       WHERE user_id = :user
         AND network_hash IN (
             SELECT network_hash
               FROM tally.user_networks
              WHERE user_id = :user
              ORDER BY last_seen_at DESC, network_hash
             OFFSET :kept)
      """;

  /// Notes that a user, whose row is locked and who is active, came from a network.
  public static void see(Tx tx, UUID user, byte[] networkHash, Instant now) {
    tx.update(SEE).bind("user", user).bind("network_hash", networkHash).bind("now", now).execute();
    tx.update(FORGET).bind("user", user).bind("kept", PER_USER_MAX).execute();
  }

  private static final String FORGET_ALL =
      """
      DELETE FROM tally.user_networks WHERE user_id = :user
      """;

  /// Forgets from where a user came.
  static void forget(Tx tx, UUID user) {
    tx.update(FORGET_ALL).bind("user", user).execute();
  }
}
