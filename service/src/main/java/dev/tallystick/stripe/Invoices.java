package dev.tallystick.stripe;

import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Stripe's invoices: owns stripe_invoices.
final class Invoices {
  private Invoices() {}

  private static final String USER =
      """
      SELECT user_id FROM tally.stripe_invoices WHERE id = :id AND user_id IS NOT NULL
      """;

  /// Whose the invoice is, once that was known.
  static Optional<UUID> user(Tx tx, String id) {
    return tx.query(USER).bind("id", id).mapTo(UUID.class).findOne();
  }

  // Whose it is stays: credits were given for it.
  private static final String MIRROR =
      """
      INSERT INTO tally.stripe_invoices AS i
             (id, customer_id, user_id, subscription_id, status, billing_reason, currency, total,
              amount_paid, paid_at, made_at, fetch_no, fetched_at, raw)
      VALUES (:id, :customer, :user, :subscription, :status, :billing_reason, :currency, :total,
              :amount_paid, :paid_at, :made_at, :fetch_no, :now, :raw::jsonb)
      ON CONFLICT (id) DO UPDATE
         SET customer_id = excluded.customer_id,
             user_id = coalesce(i.user_id, excluded.user_id),
             subscription_id = excluded.subscription_id,
             status = excluded.status,
             billing_reason = excluded.billing_reason,
             currency = excluded.currency,
             total = excluded.total,
             amount_paid = excluded.amount_paid,
             paid_at = excluded.paid_at,
             made_at = excluded.made_at,
             fetch_no = excluded.fetch_no,
             fetched_at = excluded.fetched_at,
             raw = excluded.raw
       WHERE i.fetch_no < excluded.fetch_no
      """;

  /// Writes down what a fetch found, unless a later one was written down before.
  ///
  /// @return whether this is the latest now
  static boolean mirror(Tx tx, InvoiceState state, Optional<UUID> user, long fetchNo, Instant now) {
    boolean isErased = StripeErasure.lock(tx, user);
    if (isErased) state.customer().ifPresent(id -> StripeErasure.eraseEvents(tx, id));
    return tx.update(MIRROR)
            .bind("id", state.id())
            .bind("customer", state.customer().orElse(null))
            .bindByType("user", user.orElse(null), UUID.class)
            .bind("subscription", state.subscription().orElse(null))
            .bind("status", state.status())
            .bind("billing_reason", state.billingReason().orElse(null))
            .bind("currency", state.currency())
            .bind("total", state.total())
            .bind("amount_paid", state.amountPaid())
            .bindByType("paid_at", state.paidAt().orElse(null), Instant.class)
            .bind("made_at", state.madeAt())
            .bind("fetch_no", fetchNo)
            .bind("now", now)
            .bind("raw", isErased ? StripeErasure.kept(state.raw()) : state.raw())
            .execute()
        == 1;
  }

  private static final String FORGET_DRAFT =
      """
      DELETE FROM tally.stripe_invoices
       WHERE id = :id AND status = 'draft' AND fetch_no < :fetch_no
      """;

  private static final String IS_MIRRORED =
      """
      SELECT EXISTS (SELECT FROM tally.stripe_invoices WHERE id = :id)
      """;

  /// Forgets an invoice that a fetch did not find, if it was never more than a draft.
  ///
  /// @return whether nothing is left of it
  static boolean forgetDraft(Tx tx, String id, long fetchNo) {
    tx.update(FORGET_DRAFT).bind("id", id).bind("fetch_no", fetchNo).execute();
    return !tx.query(IS_MIRRORED).bind("id", id).mapTo(Boolean.class).one();
  }

  private static final String RAW =
      """
      SELECT i.raw
        FROM tally.stripe_invoices AS i
        JOIN tally.credit_accounts AS a ON a.user_id = i.user_id AND NOT a.is_closed
       WHERE i.id = :id AND i.next_grant_at <= :now
      """;

  /// The invoice as it was fetched, if a month of it is due.
  static Optional<InvoiceState> due(Tx tx, String id, Instant now) {
    return tx.query(RAW)
        .bind("id", id)
        .bind("now", now)
        .mapTo(String.class)
        .map(raw -> InvoiceState.ofRaw(StripeJson.parse(raw)))
        .findOne();
  }

  // Whose account is closed is given nothing more.
  private static final String GIVEN =
      """
      UPDATE tally.stripe_invoices AS i
         SET refused = :refused, next_grant_at = due.next
        FROM (SELECT user_id, CASE WHEN NOT is_closed THEN :next::timestamptz END AS next
                FROM tally.credit_accounts) AS due
       WHERE i.id = :id AND due.user_id = i.user_id
         AND (i.refused, i.next_grant_at) IS DISTINCT FROM (:refused, due.next)
      """;

  /// Notes why credits were not given, or that they were, and when there are more.
  static void given(Tx tx, String id, Optional<Refusal> refused, Optional<Instant> next) {
    tx.update(GIVEN)
        .bind("id", id)
        .bindByType("refused", refused.map(Refusal::word).orElse(null), String.class)
        .bindByType("next", next.orElse(null), Instant.class)
        .execute();
  }

  // Users who were deleted are given nothing more.
  private static final String WITH_MONTHS_DUE =
      """
      SELECT i.id, i.user_id
        FROM tally.stripe_invoices AS i
        JOIN tally.credit_accounts AS a ON a.user_id = i.user_id AND NOT a.is_closed
       WHERE i.next_grant_at <= :now AND i.id > :after
       ORDER BY i.id
       LIMIT :limit
      """;

  /// An invoice of which a month is due.
  record Due(String id, UUID user) {}

  /// Invoices of which a month is due, those after the invoice `after`.
  static List<Due> due(Tx tx, Instant now, String after, int limit) {
    return tx.query(WITH_MONTHS_DUE)
        .bind("now", now)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> new Due(row.getString("id"), row.getObject("user_id", UUID.class)))
        .list();
  }
}
