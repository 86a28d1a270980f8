package dev.tallystick.referral;

import dev.tallystick.account.Actor;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.referral.Referral.Status;
import dev.tallystick.referral.Steps.Step;
import java.time.Duration;
import java.time.InstantSource;

/// Ends referrals that did not qualify in time, and those of which one user was deleted. Their
/// slots are free again. Thread-safe, and safe to run in several processes at once.
public final class Expiring {
  /// How often [#expireOverdue] should run.
  public static final Duration INTERVAL = Duration.ofMinutes(5);

  private static final Actor JOB = new Actor.Job("expire referrals");

  private final Sweep sweep;
  private final Completing completing;
  private final InstantSource clock;

  public Expiring(Database database, Completing completing, InstantSource clock) {
    this.sweep = new Sweep(database, clock);
    this.completing = completing;
    this.clock = clock;
  }

  // A call whose price comes late counts from when it came, so it is waited for.
  private static final String OVERDUE =
      """
      SELECT r.*
        FROM tally.referrals AS r
       WHERE r.status IN ('review', 'pending') AND r.qualified_at IS NULL
         AND r.qualifies_until <= :now
         AND (r.completes <> 'first_message'
              OR NOT EXISTS (SELECT
                               FROM tally.messages AS m
                              WHERE m.user_id = r.referred_id AND m.status = 'unpriced'
                                AND m.received_at < r.qualifies_until))
         AND (:referred::uuid IS NULL OR r.referred_id = :referred)
         AND r.referred_id > :after
       ORDER BY r.referred_id
       LIMIT :limit
      """;

  private static final String USER_DELETED =
      """
      SELECT r.*
        FROM tally.referrals AS r
        JOIN tally.users AS referrer ON referrer.id = r.referrer_id
        JOIN tally.users AS referred ON referred.id = r.referred_id
       WHERE r.status IN ('review', 'pending')
         AND (referrer.status = 'deleted' OR referred.status = 'deleted')
         AND (:referred::uuid IS NULL OR r.referred_id = :referred)
         AND r.referred_id > :after
       ORDER BY r.referred_id
       LIMIT :limit
      """;

  /// Ends them, each in a transaction of its own, and returns how many referrals were.
  public int expireOverdue() {
    return expire(OVERDUE, "not_qualified_in_time") + expire(USER_DELETED, "user_deleted");
  }

  private int expire(String sql, String reason) {
    return sweep.each(
        sql,
        (tx, pair) -> {
          // The accounts as well: a call that qualifies it holds one until it commits.
          var _ = completing.lock(tx, pair);
          var now = StoredTime.now(clock);
          return Sweep.find(tx, sql, pair, now)
              .map(it -> new Step(it.status(), Status.EXPIRED, JOB).because(reason))
              .flatMap(step -> Steps.take(tx, pair, step, now))
              .isPresent();
        });
  }
}
