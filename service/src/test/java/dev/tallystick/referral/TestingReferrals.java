package dev.tallystick.referral;

import com.fasterxml.uuid.Generators;
import dev.tallystick.account.Actor;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Database;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// Moves referrals on one database, without a server.
public final class TestingReferrals {
  private static final Actor BY = new Actor.Operator();
  private static final Judgement BECAUSE =
      new Judgement("same_household", Optional.of("a note"), BY);

  private final Referrals all;

  private TestingReferrals(Referrals all) {
    this.all = all;
  }

  public static TestingReferrals on(Database database, Program program, InstantSource clock) {
    var ids = Generators.timeBasedEpochGenerator();
    var ledger = new Ledger(database, clock, ids::generate);
    var reversals = new Reversals(database, ledger, clock, ids::generate);
    return new TestingReferrals(Referrals.of(database, ledger, reversals, program, clock));
  }

  public Redemption redeem(String code, UUID user) {
    return all.redeeming().redeem(new Redeeming.Request(code, user, Optional.empty()), BY);
  }

  public Decision approve(Pair pair) {
    return all.reviews().approve(pair, BECAUSE);
  }

  public Decision reject(Pair pair) {
    return all.reviews().reject(pair, BECAUSE);
  }

  public Decision reverse(Pair pair) {
    return all.undoing().reverse(pair, BECAUSE);
  }

  public Decision reinstate(Pair pair) {
    return all.undoing().reinstate(pair, BECAUSE);
  }

  public int completeDue() {
    return all.completing().completeDue();
  }

  public int expireOverdue() {
    return all.expiring().expireOverdue();
  }

  private static final String STATE =
      """
      WITH them (id, name) AS (VALUES (:referrer, 'A'), (:referred, 'B')), lines (line) AS (
          SELECT 'used ' || referrals_used FROM tally.users WHERE id = :referrer
          UNION ALL
          SELECT 'referral ' || (to_jsonb(r) - '{referrer_id, referred_id, referrer_grant_id,
                                                 referred_grant_id, qualified_by}'::text[])::text
                 || num_nonnulls(referrer_grant_id, referred_grant_id) || ' grants '
                 || num_nonnulls(qualified_by) || ' qualifies it'
            FROM tally.referrals AS r
           WHERE referred_id = :referred
          UNION ALL
          SELECT concat_ws(' ', 'step', row_number() OVER (ORDER BY id), from_status, to_status,
                           reason, note, actor, at)
            FROM tally.referral_events
           WHERE referred_id = :referred
          UNION ALL
          SELECT concat_ws(' ', 'grant', name, type, principal, balance, expires_at,
                           replace(replace(operation_id, :referrer::text, 'A'),
                                   :referred::text, 'B'))
            FROM them JOIN tally.credit_grants AS g ON g.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'entry', name, kind, amount)
            FROM them JOIN tally.credit_entries AS e ON e.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'reversal', name, kind, amount, taken, owed, restored_at,
                           replace(replace(operation_id, :referrer::text, 'A'),
                                   :referred::text, 'B'))
            FROM them JOIN tally.credit_reversals AS v ON v.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'account', name, debt, held)
            FROM them JOIN tally.credit_accounts AS a ON a.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'message', name, status, credits)
            FROM them JOIN tally.messages AS m ON m.user_id = them.id
          UNION ALL
          SELECT concat_ws(' ', 'audit', name, action)
            FROM them JOIN tally.audit_log AS l ON l.user_id = them.id
           WHERE action <> 'referral.refused'
      )
      SELECT string_agg(line, chr(10) ORDER BY line) FROM lines
      """;

  /// All that is stored of two users, without their ids: of two pairs to whom the same happened it
  /// is the same. What was refused is left out, which is looked at anew each time it is asked.
  static String state(Database database, Pair pair) {
    return database.inTransaction(
        tx ->
            tx.query(STATE)
                .bind("referrer", pair.referrer())
                .bind("referred", pair.referred())
                .mapTo(String.class)
                .one());
  }
}
