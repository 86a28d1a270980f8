package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Stripe's payment intents: owns stripe_payments.
final class Payments {
  private Payments() {}

  private static final String MIRROR =
      """
      INSERT INTO tally.stripe_payments AS p
             (id, customer_id, user_id, invoice_id, checkout_id, top_up_id, status, currency,
              amount, amount_received, amount_refunded, amount_disputed, amount_lost, credits,
              charge_id, payment_method, card_fingerprint, failure_code, made_at, fetch_no,
              fetched_at, raw)
      VALUES (:id, :customer, :user, :invoice, :checkout, :top_up, :status, :currency,
              :amount, :amount_received, :amount_refunded, :amount_disputed, :amount_lost, :credits,
              :charge, :payment_method, :card_fingerprint, :failure_code, :made_at, :fetch_no,
              :now, :raw::jsonb)
      ON CONFLICT (id) DO UPDATE
         SET customer_id = excluded.customer_id,
             user_id = coalesce(excluded.user_id, p.user_id),
             invoice_id = excluded.invoice_id,
             checkout_id = excluded.checkout_id,
             top_up_id = excluded.top_up_id,
             status = excluded.status,
             currency = excluded.currency,
             amount = excluded.amount,
             amount_received = excluded.amount_received,
             amount_refunded = excluded.amount_refunded,
             amount_disputed = excluded.amount_disputed,
             amount_lost = excluded.amount_lost,
             credits = excluded.credits,
             charge_id = excluded.charge_id,
             payment_method = excluded.payment_method,
             card_fingerprint = excluded.card_fingerprint,
             failure_code = excluded.failure_code,
             made_at = excluded.made_at,
             fetch_no = excluded.fetch_no,
             fetched_at = excluded.fetched_at,
             raw = excluded.raw
       WHERE p.fetch_no < excluded.fetch_no
      """;

  /// Writes down what a fetch found, unless a later one was written down before.
  ///
  /// @param invoice what it pays
  /// @return whether this is the latest now
  static boolean mirror(
      Tx tx,
      PaymentState state,
      Optional<UUID> user,
      Optional<String> invoice,
      long fetchNo,
      Instant now) {
    return tx.update(MIRROR)
            .bind("id", state.id())
            .bind("customer", state.customer().orElse(null))
            .bindByType("user", user.orElse(null), UUID.class)
            .bind("invoice", invoice.orElse(null))
            .bindByType("checkout", state.checkout().orElse(null), UUID.class)
            .bindByType("top_up", state.topUp().orElse(null), UUID.class)
            .bind("status", state.status())
            .bind("currency", state.currency())
            .bind("amount", state.amount())
            .bind("amount_received", state.amountReceived())
            .bind("amount_refunded", state.amountRefunded())
            .bind("amount_disputed", state.amountDisputed())
            .bind("amount_lost", state.amountLost())
            .bindByType(
                "credits",
                state.credits().map(Credits::toBigDecimal).orElse(null),
                BigDecimal.class)
            .bind("charge", state.charge().orElse(null))
            .bind("payment_method", state.paymentMethod().orElse(null))
            .bind("card_fingerprint", state.cardFingerprint().orElse(null))
            .bind("failure_code", state.failureCode().orElse(null))
            .bind("made_at", state.madeAt())
            .bind("fetch_no", fetchNo)
            .bind("now", now)
            .bind("raw", state.raw())
            .execute()
        == 1;
  }
}
