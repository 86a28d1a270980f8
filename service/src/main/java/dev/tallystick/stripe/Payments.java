package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Stripe's payment intents: owns stripe_payments.
final class Payments {
  private Payments() {}

  private static final String USER =
      """
      SELECT user_id FROM tally.stripe_payments WHERE id = :id AND user_id IS NOT NULL
      """;

  /// Whose the payment is, once that was known.
  static Optional<UUID> user(Tx tx, String id) {
    return tx.query(USER).bind("id", id).mapTo(UUID.class).findOne();
  }

  // Whose it is and what it buys is what was said of it first: metadata can be edited at Stripe.
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
             user_id = coalesce(p.user_id, excluded.user_id),
             invoice_id = excluded.invoice_id,
             checkout_id = CASE WHEN p.credits IS NULL THEN excluded.checkout_id
                                ELSE p.checkout_id END,
             top_up_id = CASE WHEN p.credits IS NULL THEN excluded.top_up_id ELSE p.top_up_id END,
             status = excluded.status,
             currency = excluded.currency,
             amount = excluded.amount,
             amount_received = excluded.amount_received,
             amount_refunded = excluded.amount_refunded,
             amount_disputed = excluded.amount_disputed,
             amount_lost = excluded.amount_lost,
             credits = coalesce(p.credits, excluded.credits),
             charge_id = excluded.charge_id,
             payment_method = excluded.payment_method,
             card_fingerprint = excluded.card_fingerprint,
             failure_code = excluded.failure_code,
             made_at = excluded.made_at,
             fetch_no = excluded.fetch_no,
             fetched_at = excluded.fetched_at,
             raw = excluded.raw
       WHERE p.fetch_no < excluded.fetch_no
      RETURNING user_id, CASE WHEN num_nonnulls(checkout_id, top_up_id) = 1 THEN credits END
      """;

  /// What is known of a payment when it was written down.
  ///
  /// @param credits what it buys, if it began with a checkout or a top-up of ours
  record Mirrored(Optional<UUID> user, Optional<Credits> credits) {}

  /// Writes down what a fetch found, unless a later one was written down before.
  ///
  /// @param invoice what it pays
  /// @return empty if a later one was
  static Optional<Mirrored> mirror(
      Tx tx,
      PaymentState state,
      Optional<UUID> user,
      Optional<String> invoice,
      long fetchNo,
      Instant now) {
    boolean isErased = StripeErasure.lock(tx, user);
    if (isErased) {
      state.customer().ifPresent(id -> StripeErasure.eraseEvents(tx, id));
      StripeErasure.eraseEventsOfPayment(tx, state.id());
    }
    return tx.query(MIRROR)
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
            "credits", state.credits().map(Credits::toBigDecimal).orElse(null), BigDecimal.class)
        .bind("charge", state.charge().orElse(null))
        .bind("payment_method", state.paymentMethod().orElse(null))
        .bind("card_fingerprint", isErased ? null : state.cardFingerprint().orElse(null))
        .bind("failure_code", state.failureCode().orElse(null))
        .bind("made_at", state.madeAt())
        .bind("fetch_no", fetchNo)
        .bind("now", now)
        .bind("raw", isErased ? StripeErasure.NOTHING : state.raw())
        .map(
            (row, _) ->
                new Mirrored(
                    Optional.ofNullable(row.getObject(1, UUID.class)),
                    Optional.ofNullable(row.getBigDecimal(2)).map(Credits::exact)))
        .findOne();
  }

  private static final String REFUSED =
      """
      UPDATE tally.stripe_payments
         SET refused = :refused
       WHERE id = :id AND refused IS DISTINCT FROM :refused
      """;

  /// Notes why nothing was given, or that it was.
  static void refuse(Tx tx, String id, Optional<Refusal> refused) {
    tx.update(REFUSED)
        .bind("id", id)
        .bindByType("refused", refused.map(Refusal::word).orElse(null), String.class)
        .execute();
  }

  private static final String OF_INVOICE =
      """
      SELECT coalesce(sum(amount_received), 0), coalesce(sum(amount_refunded), 0),
             coalesce(sum(amount_disputed), 0), coalesce(sum(amount_lost), 0),
             coalesce(array_remove(array_agg(DISTINCT card_fingerprint), NULL), '{}')
        FROM tally.stripe_payments
       WHERE invoice_id = :invoice AND status = 'succeeded' AND amount_received >= amount
      """;

  /// The money of an invoice, and the cards that paid it.
  record OfInvoice(Money money, Set<String> cards) {}

  /// What was paid of an invoice, by the payments that are mirrored.
  static OfInvoice ofInvoice(Tx tx, String invoice) {
    return tx.query(OF_INVOICE)
        .bind("invoice", invoice)
        .map(
            (row, _) ->
                new OfInvoice(
                    new Money(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                    Set.of((String[]) row.getArray(5).getArray())))
        .one();
  }
}
