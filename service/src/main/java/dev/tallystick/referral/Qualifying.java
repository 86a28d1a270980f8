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

  /// A user bought credits.
  public static void purchased(Tx tx, UUID user, UUID grant, Instant now) {
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
         SET qualified_at = NULL,
             qualified_by = NULL,
             due_at = NULL,
             qualifies_until = greatest(qualifies_until,
                 :now::timestamptz + qualify_days * interval '1 day')
       WHERE referred_id = :user AND qualified_by = :grant
         AND status IN ('review', 'pending', 'rejected', 'expired')
      """;

  /// The purchase that qualified a referral went back before credits were given for it: the next
  /// one qualifies it again, or the same if it comes back, and there is the whole time for that.
  static void unqualify(Tx tx, UUID user, UUID grant, Instant now) {
    tx.update(UNQUALIFY).bind("user", user).bind("grant", grant).bind("now", now).execute();
  }

  private static final String FIRST_MESSAGE =
      """
      SELECT id
        FROM tally.messages
       WHERE user_id = :user AND status = 'charged' AND credits > 0
       ORDER BY id
       LIMIT 1
      """;

  // A purchase that went back whole is none; nor is what a restoration gives anew.
  private static final String FIRST_PURCHASE =
      """
      SELECT g.id
        FROM tally.credit_grants AS g
       WHERE g.user_id = :user AND g.type = 'purchase'
         AND g.operation_id NOT LIKE 'restoration:%'
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
