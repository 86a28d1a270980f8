package dev.tallystick.credit;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The proof that the books are right: every invariant of the ledger, checked over the whole
/// database in one snapshot, so that it holds while the service runs.
public final class LedgerVerification {
  /// Of each invariant, at most this many offending rows are listed.
  public static final int ROWS_MAX = 20;

  private LedgerVerification() {}

  /// A rule and the query whose rows break it.
  public record Invariant(String name, String sql) {}

  /// What was found of one invariant; no rows is what should be.
  ///
  /// @param rows the offending rows, at most [#ROWS_MAX], each with its column names
  public record Finding(Invariant invariant, List<Map<String, Object>> rows) {
    public boolean holds() {
      return rows.isEmpty();
    }
  }

  /// The rules, in the order they are checked.
  public static final List<Invariant> INVARIANTS =
      List.of(
          new Invariant(
              "a grant's principal and entries add up to its balance",
              """
              SELECT g.user_id, g.id AS grant_id, g.principal, e.amount AS entries, g.balance
                FROM tally.credit_grants AS g
                LEFT JOIN (SELECT user_id, grant_id, sum(amount) AS amount
                             FROM tally.credit_entries
                            WHERE grant_id IS NOT NULL
                            GROUP BY user_id, grant_id) AS e
                  ON e.user_id = g.user_id AND e.grant_id = g.id
               WHERE g.principal + coalesce(e.amount, 0) <> g.balance
              """),
          new Invariant(
              "a message's entries add up to its credits",
              """
              SELECT m.user_id, m.id AS message_id, m.credits, e.amount AS entries
                FROM tally.messages AS m
                LEFT JOIN (SELECT user_id, message_id, sum(amount) AS amount
                             FROM tally.credit_entries
                            WHERE message_id IS NOT NULL
                            GROUP BY user_id, message_id) AS e
                  ON e.user_id = m.user_id AND e.message_id = m.id
               WHERE -m.credits <> coalesce(e.amount, 0)
              """),
          new Invariant(
              "a user's debt is what the debt's entries add up to",
              """
              SELECT a.user_id, a.debt, e.amount AS entries
                FROM tally.credit_accounts AS a
                LEFT JOIN (SELECT user_id, sum(amount) AS amount
                             FROM tally.credit_entries
                            WHERE grant_id IS NULL
                            GROUP BY user_id) AS e
                  ON e.user_id = a.user_id
               WHERE a.debt <> -coalesce(e.amount, 0)
              """),
          new Invariant(
              "what grants repaid is what debts lost",
              """
              SELECT user_id, sum(amount) AS repayments
                FROM tally.credit_entries
               WHERE kind = 'repayment'
               GROUP BY user_id
              HAVING sum(amount) <> 0
              """),
          new Invariant(
              "both sides of a referral got what it is worth as it stands",
              """
              SELECT side.referrer_id, side.referred_id, side.name AS side, side.status,
                     side.credits, g.id AS grant_id, g.type, g.operation_id, g.principal,
                     v.amount AS reversed
                FROM (SELECT referrer_id, referred_id, status, 'referrer' AS name,
                             referrer_id AS user_id, referrer_grant_id AS grant_id,
                             referrer_credits AS credits
                        FROM tally.referrals
                      UNION ALL
                      SELECT referrer_id, referred_id, status, 'referred', referred_id,
                             referred_grant_id, referred_credits
                        FROM tally.referrals) AS side
                LEFT JOIN tally.credit_grants AS g
                  ON g.user_id = side.user_id AND g.id = side.grant_id
                LEFT JOIN (SELECT user_id, grant_id, sum(amount) AS amount
                             FROM tally.credit_reversals
                            WHERE restored_at IS NULL
                            GROUP BY user_id, grant_id) AS v
                  ON v.user_id = g.user_id AND v.grant_id = g.id
               WHERE CASE side.status WHEN 'completed' THEN side.credits ELSE 0 END
                     <> coalesce(g.principal - coalesce(v.amount, 0), 0)
                  OR g.principal <> side.credits
                  OR g.type <> 'referral'
                  OR g.operation_id <> concat_ws(':', 'referral', side.referrer_id,
                                                 side.referred_id, side.name)
              """),
          new Invariant(
              "credits for referrals belong to one",
              """
              SELECT user_id, id AS grant_id
                FROM tally.credit_grants
               WHERE type = 'referral' AND operation_id LIKE 'referral:%'
              EXCEPT
              SELECT referrer_id, referrer_grant_id FROM tally.referrals
              EXCEPT
              SELECT referred_id, referred_grant_id FROM tally.referrals
              """),
          new Invariant(
              "no referral stands whose purchase went back",
              """
              SELECT r.referrer_id, r.referred_id, g.id AS grant_id, g.principal,
                     v.amount AS reversed
                FROM tally.referrals AS r
                JOIN tally.credit_grants AS g
                  ON g.user_id = r.referred_id AND g.id = r.qualified_by
                JOIN (SELECT user_id, grant_id, sum(amount) AS amount
                        FROM tally.credit_reversals
                       WHERE restored_at IS NULL
                       GROUP BY user_id, grant_id) AS v
                  ON v.user_id = g.user_id AND v.grant_id = g.id
               WHERE r.status = 'completed' AND v.amount >= g.principal
              """),
          new Invariant(
              "referrals go round in no circle of up to five users",
              """
              WITH RECURSIVE above (user_id, id, users) AS (
                  SELECT referred_id, referrer_id, 1 FROM tally.referrals
                  UNION ALL
                  SELECT above.user_id, r.referrer_id, above.users + 1
                    FROM above
                    JOIN tally.referrals AS r ON r.referred_id = above.id
                   WHERE above.users < 5 AND above.id <> above.user_id
              )
              SELECT user_id, users FROM above WHERE id = user_id
              """),
          new Invariant(
              "as many referrals count as users say",
              """
              SELECT u.id AS user_id, u.referrals_used, count(r.referred_id) AS referrals
                FROM tally.users AS u
                LEFT JOIN tally.referrals AS r ON r.referrer_id = u.id AND r.takes_slot
               GROUP BY u.id
              HAVING u.referrals_used <> count(r.referred_id)
              """),
          new Invariant(
              "every step of a referral is in its history",
              """
              SELECT r.referrer_id, r.referred_id, r.status, e.id AS event_id, e.before,
                     e.from_status, e.to_status
                FROM tally.referrals AS r
                LEFT JOIN (SELECT *, lag(to_status) OVER life AS before,
                                  lead(id) OVER life IS NULL AS is_last
                             FROM tally.referral_events
                           WINDOW life AS (PARTITION BY referrer_id, referred_id ORDER BY id)) AS e
                  ON e.referrer_id = r.referrer_id AND e.referred_id = r.referred_id
               WHERE e.id IS NULL
                  OR e.from_status IS DISTINCT FROM e.before
                  OR (e.is_last AND e.to_status <> r.status)
              """),
          new Invariant(
              "no more of a grant is reversed than its principal",
              """
              SELECT g.user_id, g.id AS grant_id, g.principal, sum(r.amount) AS reversed
                FROM tally.credit_grants AS g
                JOIN tally.credit_reversals AS r ON r.user_id = g.user_id AND r.grant_id = g.id
               WHERE r.restored_at IS NULL
               GROUP BY g.user_id, g.id
              HAVING sum(r.amount) > g.principal
              """),
          new Invariant(
              "a reversal's entries add up to what it took and made owed, and back if it is undone",
              """
              SELECT r.user_id, r.id AS reversal_id, r.taken, r.owed, r.restored_at, e.of_grant,
                     e.of_debt, e.restored, g.principal AS given_anew
                FROM tally.credit_reversals AS r
                LEFT JOIN (SELECT user_id, reversal_id,
                                  sum(amount) FILTER (WHERE kind <> 'restoration'
                                                        AND grant_id IS NOT NULL) AS of_grant,
                                  sum(amount) FILTER (WHERE kind <> 'restoration'
                                                        AND grant_id IS NULL) AS of_debt,
                                  sum(amount) FILTER (WHERE kind = 'restoration') AS restored
                             FROM tally.credit_entries
                            WHERE reversal_id IS NOT NULL
                            GROUP BY user_id, reversal_id) AS e
                  ON e.user_id = r.user_id AND e.reversal_id = r.id
                LEFT JOIN tally.credit_grants AS g
                  ON g.user_id = r.user_id AND g.operation_id = 'restoration:' || r.id
               WHERE -r.taken <> coalesce(e.of_grant, 0)
                  OR -r.owed <> coalesce(e.of_debt, 0)
                  OR CASE WHEN r.restored_at IS NULL THEN 0 ELSE r.taken + r.owed END
                     <> coalesce(e.restored, 0) + coalesce(g.principal, 0)
              """),
          new Invariant(
              "what is given anew was owed for a grant that expires, and does not expire",
              """
              SELECT g.user_id, g.id AS grant_id, g.operation_id, g.principal, r.owed
                FROM tally.credit_grants AS g
                LEFT JOIN (SELECT r.*, reversed.type, reversed.priority, reversed.expires_at
                             FROM tally.credit_reversals AS r
                             JOIN tally.credit_grants AS reversed
                               ON reversed.user_id = r.user_id AND reversed.id = r.grant_id) AS r
                  ON r.user_id = g.user_id AND g.operation_id = 'restoration:' || r.id
               WHERE g.operation_id LIKE 'restoration:%'
                 AND (r.id IS NULL OR g.principal > r.owed OR r.expires_at IS NULL
                      OR g.expires_at IS NOT NULL
                      OR (g.type, g.priority) <> (r.type, r.priority))
              """),
          new Invariant(
              "a reversal's entries are of its grant and its kind",
              """
              SELECT e.user_id, e.id AS entry_id, e.kind, e.amount, e.grant_id, e.reversal_id,
                     r.kind AS kind_of_reversal, r.grant_id AS grant_of_reversal
                FROM tally.credit_entries AS e
                JOIN tally.credit_reversals AS r
                  ON r.user_id = e.user_id AND r.id = e.reversal_id
               WHERE e.grant_id <> r.grant_id
                  OR e.kind NOT IN (r.kind, 'restoration')
                  OR (e.kind = 'restoration') <> (e.amount > 0)
                  OR (e.kind = 'restoration' AND r.restored_at IS NULL)
              """),
          new Invariant(
              "credits for what was paid through Stripe belong to it, and to who paid",
              """
              SELECT g.user_id, g.id AS grant_id, g.operation_id
                FROM tally.credit_grants AS g
                LEFT JOIN tally.stripe_payments AS p
                  ON p.user_id = g.user_id AND g.operation_id = 'stripe:' || p.id
                 AND p.status = 'succeeded' AND p.amount_received >= p.amount
                 AND p.credits IS NOT NULL AND num_nonnulls(p.checkout_id, p.top_up_id) = 1
                LEFT JOIN tally.stripe_invoices AS i
                  ON i.user_id = g.user_id AND i.id = split_part(g.operation_id, ':', 2)
                 AND i.status = 'paid' AND i.subscription_id IS NOT NULL
                 AND g.operation_id ~ '^stripe:[^:]+:([1-9][0-9]*|change)$'
               WHERE g.operation_id LIKE 'stripe:%' AND p.id IS NULL AND i.id IS NULL
              """),
          new Invariant(
              "a payment gave what it bought",
              """
              SELECT p.user_id, p.id AS payment_id, p.credits, g.id AS grant_id, g.principal, g.type
                FROM tally.stripe_payments AS p
                LEFT JOIN tally.credit_grants AS g
                  ON g.user_id = p.user_id AND g.operation_id = 'stripe:' || p.id
               WHERE p.status = 'succeeded' AND p.amount_received >= p.amount
                 AND num_nonnulls(p.checkout_id, p.top_up_id) = 1 AND p.user_id IS NOT NULL
                 AND p.credits IS NOT NULL AND p.refused IS NULL
                 AND (g.principal, g.type) IS DISTINCT FROM (p.credits, 'purchase')
              """),
          // As stripe.Targets reckons; where somebody took back by hand there is less to take.
          new Invariant(
              "of what a payment gave as much is taken back as money went back",
              """
              WITH money (user_id, id, paid, refunded, lost, disputed) AS (
                  SELECT user_id, id, amount_received, amount_refunded, amount_lost,
                         amount_disputed
                    FROM tally.stripe_payments
                   WHERE invoice_id IS NULL AND status = 'succeeded' AND amount_received >= amount
                  UNION ALL
                  SELECT i.user_id, i.id,
                         greatest(sum(p.amount_received),
                                  CASE WHEN i.status = 'paid' THEN i.total END),
                         sum(p.amount_refunded), sum(p.amount_lost), sum(p.amount_disputed)
                    FROM tally.stripe_invoices AS i
                    JOIN tally.stripe_payments AS p ON p.invoice_id = i.id
                   WHERE p.status = 'succeeded' AND p.amount_received >= p.amount
                   GROUP BY i.id
              ), standing (user_id, grant_id, refund, lost, dispute, by_hand) AS (
                  SELECT r.user_id, r.grant_id,
                         sum(r.amount) FILTER (WHERE cause.word = 'refund'),
                         sum(r.amount) FILTER (WHERE cause.word = 'lost'),
                         sum(r.amount) FILTER (WHERE cause.word = 'dispute'),
                         sum(r.amount) FILTER (WHERE cause.word IS NULL)
                    FROM tally.credit_reversals AS r
                    JOIN tally.credit_grants AS g ON g.user_id = r.user_id AND g.id = r.grant_id,
                         LATERAL (SELECT CASE WHEN starts_with(r.operation_id, g.operation_id)
                                              THEN substring(r.operation_id
                                                       FROM ':(refund|lost|dispute):[0-9]+$')
                                         END) AS cause (word)
                   WHERE g.operation_id LIKE 'stripe:%' AND r.restored_at IS NULL
                   GROUP BY r.user_id, r.grant_id
              )
              SELECT g.user_id, g.id AS grant_id, g.operation_id, g.principal, m.paid, m.refunded,
                     m.lost, m.disputed, s.refund AS taken_for_refunds, s.lost AS taken_for_losses,
                     s.dispute AS set_aside
                FROM tally.credit_grants AS g
                LEFT JOIN money AS m
                  ON m.user_id = g.user_id AND m.id = split_part(g.operation_id, ':', 2)
                LEFT JOIN standing AS s ON s.user_id = g.user_id AND s.grant_id = g.id,
                     LATERAL (SELECT g.principal * 1000000 AS micros, coalesce(m.paid, 0) AS paid,
                                     coalesce(m.refunded, 0) AS refunded,
                                     coalesce(m.refunded + m.lost, 0) AS gone,
                                     coalesce(m.refunded + m.lost + m.disputed, 0) AS touched) AS x,
                     LATERAL (SELECT CASE WHEN x.paid = 0 THEN 0
                                  ELSE div(x.micros * least(x.refunded, x.paid), x.paid) END,
                              CASE WHEN x.paid = 0 THEN 0
                                  ELSE div(x.micros * least(x.gone, x.paid), x.paid) END,
                              CASE WHEN x.paid = 0 THEN 0
                                  ELSE div(x.micros * least(x.touched, x.paid), x.paid) END)
                         AS target (refund, for_good, all_in_all)
               WHERE g.operation_id LIKE 'stripe:%' AND s.by_hand IS NULL
                 AND (coalesce(s.refund, 0), coalesce(s.lost, 0), coalesce(s.dispute, 0))
                     <> (target.refund / 1000000, (target.for_good - target.refund) / 1000000,
                         (target.all_in_all - target.for_good) / 1000000)
              """),
          new Invariant(
              "every user has an account",
              """
              SELECT u.id AS user_id
                FROM tally.users AS u
                LEFT JOIN tally.credit_accounts AS a ON a.user_id = u.id
               WHERE a.user_id IS NULL
              """),
          new Invariant(
              "an account is short below what its user set, while credits are to be bought",
              """
              SELECT user_id, a.short_below, s.below
                FROM tally.credit_accounts AS a
                FULL JOIN (SELECT user_id, below FROM tally.auto_top_ups WHERE is_enabled) AS s
               USING (user_id)
               WHERE a.short_below IS DISTINCT FROM s.below
              """),
          new Invariant(
              "a top-up is paid by one payment, or by none",
              """
              SELECT t.user_id, t.id AS top_up_id, t.status, t.payment_id, p.payments
                FROM tally.top_ups AS t
                LEFT JOIN (SELECT user_id, top_up_id, array_agg(id) AS payments
                             FROM tally.stripe_payments
                            WHERE top_up_id IS NOT NULL AND status = 'succeeded'
                            GROUP BY user_id, top_up_id) AS p
                  ON p.user_id = t.user_id AND p.top_up_id = t.id
               WHERE p.payments IS DISTINCT FROM
                     CASE WHEN t.status = 'paid' THEN ARRAY[t.payment_id] END
              """),
          new Invariant(
              "daily usage is the sum of the day's messages",
              """
              SELECT *
                FROM (SELECT user_id, day, model, messages, unpriced_messages, total_tokens, cost,
                             credits
                        FROM tally.usage_daily) AS kept
                FULL JOIN (SELECT user_id, (called_at AT TIME ZONE 'UTC')::date AS day, model,
                                  count(*) AS messages_stored,
                                  count(*) FILTER (WHERE status = 'unpriced') AS unpriced_stored,
                                  sum(total_tokens) AS total_tokens_stored,
                                  coalesce(sum(cost), 0) AS cost_stored,
                                  sum(credits) AS credits_stored
                             FROM tally.messages
                            GROUP BY 1, 2, 3) AS stored
               USING (user_id, day, model)
               WHERE (messages, unpriced_messages, total_tokens, cost, credits) IS DISTINCT FROM
                     (messages_stored, unpriced_stored, total_tokens_stored, cost_stored,
                      credits_stored)
              """));

  /// Checks every invariant in one snapshot.
  public static List<Finding> verify(Database database) {
    return database.inTransaction(
        tx -> {
          tx.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute();
          return INVARIANTS.stream().map(invariant -> check(tx, invariant)).toList();
        });
  }

  private static Finding check(Tx tx, Invariant invariant) {
    var rows = new ArrayList<Map<String, Object>>();
    try (var found = tx.query(invariant.sql()).setMaxRows(ROWS_MAX).mapToMap().stream()) {
      found.forEach(row -> rows.add(new LinkedHashMap<>(row)));
    }
    return new Finding(invariant, List.copyOf(rows));
  }
}
