package dev.tallystick.stripe;

import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Stripe's invoices: owns stripe_invoices.
final class Invoices {
  private Invoices() {}

  private static final String MIRROR =
      """
      INSERT INTO tally.stripe_invoices AS i
             (id, customer_id, user_id, subscription_id, status, billing_reason, currency, total,
              amount_paid, paid_at, made_at, fetch_no, fetched_at, raw)
      VALUES (:id, :customer, :user, :subscription, :status, :billing_reason, :currency, :total,
              :amount_paid, :paid_at, :made_at, :fetch_no, :now, :raw::jsonb)
      ON CONFLICT (id) DO UPDATE
         SET customer_id = excluded.customer_id,
             user_id = coalesce(excluded.user_id, i.user_id),
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
            .bind("raw", state.raw())
            .execute()
        == 1;
  }
}
