package dev.tallystick.referral;

import dev.tallystick.credit.Entry;
import dev.tallystick.credit.NewEntry;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Notes that referred users did what their referrals' terms ask for, in the transaction in which
/// they do it. Credits follow when the hold has passed: see [Completing].
///
/// The accounts of the users are locked, here and while a code is redeemed: of a call and a
/// redemption at once, the second sees the first.
public final class Qualifying {
  private Qualifying() {}

  // A call counts from when it came, even if its price came later.
  private static final String QUALIFY =
      """
      UPDATE tally.referrals AS r
         SET qualified_at = :now,
             qualified_by = done.id,
             due_at = :now::timestamptz + r.hold_days * interval '1 day'
        FROM unnest(:users, :ids) AS done (user_id, id)
       WHERE r.referred_id = done.user_id AND r.completes = :completes
         AND r.status IN ('review', 'pending') AND r.qualified_at IS NULL
         AND r.qualifies_until > coalesce(
                 (SELECT m.received_at
                    FROM tally.messages AS m
                   WHERE m.user_id = done.user_id AND m.id = done.id), :now)
      """;

  /// Users were charged for messages.
  ///
  /// @param entries what was posted for it; other entries say nothing
  public static void charged(Tx tx, List<NewEntry> entries, Instant now) {
    var first = new LinkedHashMap<UUID, UUID>();
    for (var entry : entries) {
      if (entry.kind() != Entry.Kind.CHARGE) continue;
      first.putIfAbsent(entry.userId(), entry.messageId().orElseThrow());
    }
    if (first.isEmpty()) return;
    qualify(tx, Completion.FIRST_MESSAGE, first, now);
  }

  /// A user bought credits. What else follows, [Undoing#purchased] knows.
  static void purchased(Tx tx, UUID user, UUID grant, Instant now) {
    qualify(tx, Completion.FIRST_PURCHASE, Map.of(user, grant), now);
  }

  /// Notes what users did, each with its message or grant.
  static void qualify(Tx tx, Completion completion, Map<UUID, UUID> done, Instant now) {
    tx.update(QUALIFY)
        .bindArray("users", UUID.class, done.keySet().toArray())
        .bindArray("ids", UUID.class, done.values().toArray())
        .bind("completes", completion.word())
        .bind("now", now)
        .execute();
  }

  private static final String UNQUALIFY =
      """
      UPDATE tally.referrals
         SET qualified_at = CASE WHEN completed_at IS NOT NULL THEN qualified_at END,
             qualified_by = CASE WHEN completed_at IS NOT NULL THEN qualified_by END,
             due_at = CASE WHEN completed_at IS NOT NULL THEN due_at END,
             qualifies_until = greatest(qualifies_until,
                 :now::timestamptz + qualify_days * interval '1 day')
       WHERE referred_id = :user AND qualified_by = :grant
      """;

  /// The purchase that qualified a referral went back: another one qualifies it again, or the same
  /// if it comes back, and there is the whole time for that. Where credits were given for it, it
  /// stays known as the one for which they were.
  static void unqualify(Tx tx, UUID user, UUID grant, Instant now) {
    tx.update(UNQUALIFY).bind("user", user).bind("grant", grant).bind("now", now).execute();
  }

  private static final String REPLACE =
      """
      UPDATE tally.referrals SET qualified_by = :grant WHERE referred_id = :user
      """;

  /// Another purchase stands for a referral for which credits were given.
  static void replace(Tx tx, UUID user, UUID grant) {
    tx.update(REPLACE).bind("user", user).bind("grant", grant).execute();
  }

  private static final String FIRST_MESSAGE =
      """
      SELECT id
        FROM tally.messages
       WHERE user_id = :user AND status = 'charged' AND credits > 0
       ORDER BY id
       LIMIT 1
      """;

  // A purchase that went back whole is none; nor is one that came too late, or what a restoration
  // gives anew.
  private static final String FIRST_PURCHASE =
      """
      SELECT g.id
        FROM tally.credit_grants AS g
       WHERE g.user_id = :user AND g.type = 'purchase'
         AND g.operation_id NOT LIKE 'restoration:%'
         AND g.created_at < coalesce(
                 (SELECT r.qualifies_until
                    FROM tally.referrals AS r
                   WHERE r.referred_id = g.user_id), 'infinity')
         AND g.principal > (SELECT coalesce(sum(amount), 0)
                              FROM tally.credit_reversals AS r
                             WHERE r.user_id = g.user_id AND r.grant_id = g.id
                               AND r.restored_at IS NULL)
       ORDER BY g.id
       LIMIT 1
      """;

  /// A user's first message or purchase, if what is asked for was done before; what it is, is empty
  /// where nothing is asked for.
  static Optional<Done> done(Tx tx, UUID user, Completion completion) {
    return switch (completion) {
      case AT_ONCE -> Optional.of(new Done(Optional.empty()));
      case FIRST_MESSAGE -> first(tx, FIRST_MESSAGE, user);
      case FIRST_PURCHASE -> first(tx, FIRST_PURCHASE, user);
    };
  }

  /// The first purchase of a user that came in time and of which something is left.
  static Optional<UUID> standing(Tx tx, UUID user) {
    return first(tx, FIRST_PURCHASE, user).flatMap(Done::by);
  }

  /// What qualifies a referral was done.
  ///
  /// @param by the message or the grant
  record Done(Optional<UUID> by) {}

  private static Optional<Done> first(Tx tx, String sql, UUID user) {
    return tx.query(sql)
        .bind("user", user)
        .mapTo(UUID.class)
        .findOne()
        .map(id -> new Done(Optional.of(id)));
  }
}
