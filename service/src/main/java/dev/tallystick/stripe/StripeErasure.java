package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.postgres.Tx;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Takes what is personal out of what Stripe said of users who are deleted. Ids, amounts, times and
/// states stay, because the books rest on them.
///
/// Whoever writes down what Stripe says of a user locks the user's row before, as the deletion
/// does: what comes later is written without what is personal.
public final class StripeErasure {
  /// What stands for an object of which nothing is kept.
  static final String NOTHING = "{}";

  /// What is kept of an invoice: its sums, and what credits are given for.
  private static final List<String> KEPT =
      List.of(
          "id",
          "customer",
          "parent",
          "status",
          "billing_reason",
          "currency",
          "total",
          "amount_paid",
          "status_transitions",
          "payments",
          "created",
          InvoiceState.LINES);

  private StripeErasure() {}

  private static final String LOCK =
      """
      SELECT status = 'deleted' FROM tally.users WHERE id = :user FOR NO KEY UPDATE
      """;

  /// Locks the user, and says whether nothing personal of theirs may be written.
  static boolean lock(Tx tx, Optional<UUID> user) {
    return user.flatMap(id -> tx.query(LOCK).bind("user", id).mapTo(Boolean.class).findOne())
        .orElse(false);
  }

  /// What is kept of an invoice as it was received.
  static String kept(String invoice) {
    return StripeJson.parse(invoice).<ObjectNode>deepCopy().retain(KEPT).toString();
  }

  private static final String EVENTS =
      """
      UPDATE tally.stripe_events
         SET payload = NULL
       WHERE customer_id = :customer AND payload IS NOT NULL
      """;

  /// Erases what was received about a customer of a deleted user.
  static void eraseEvents(Tx tx, String customer) {
    tx.update(EVENTS).bind("customer", customer).execute();
  }

  private static final String EVENTS_OF_PAYMENT =
      """
      UPDATE tally.stripe_events
         SET payload = NULL
       WHERE subject = 'payment:' || :payment AND payload IS NOT NULL
      """;

  /// Erases what was received about a payment of a deleted user: a dispute holds the cardholder's
  /// name and addresses, and does not say whose customer that is.
  static void eraseEventsOfPayment(Tx tx, String payment) {
    tx.update(EVENTS_OF_PAYMENT).bind("payment", payment).execute();
  }

  // The customer is deleted at Stripe soon after: see CustomerDeletion.
  private static final String CUSTOMERS =
      """
      UPDATE tally.stripe_customers
         SET email = NULL,
             card_fingerprint = NULL,
             raw = '{}',
             is_orphaned = true
       WHERE user_id = :user
      RETURNING id
      """;

  private static final List<String> OTHERS =
      List.of(
          """
          UPDATE tally.stripe_events
             SET payload = NULL
           WHERE subject IN (SELECT 'payment:' || id FROM tally.stripe_payments
                              WHERE user_id = :user)
             AND payload IS NOT NULL
          """,
          """
          UPDATE tally.stripe_payments
             SET card_fingerprint = NULL, raw = '{}'
           WHERE user_id = :user
          """,
          """
          UPDATE tally.stripe_subscriptions SET raw = '{}' WHERE user_id = :user
          """,
          """
          UPDATE tally.reconciliation_differences
             SET stripe = NULL, ours = NULL
           WHERE user_id = :user AND field IN ('email', 'card_fingerprint')
          """,
          """
          UPDATE tally.checkouts
             SET success_url = NULL, cancel_url = NULL, url = NULL
           WHERE user_id = :user
          """,
          """
          DELETE FROM tally.auto_top_ups WHERE user_id = :user
          """,
          """
          DELETE FROM tally.alerts WHERE user_id = :user
          """);

  // Whose account is closed is given nothing more.
  private static final String INVOICES =
      """
      UPDATE tally.stripe_invoices
         SET next_grant_at = NULL,
             raw = (SELECT coalesce(jsonb_object_agg(key, value), '{}')
                      FROM jsonb_each(raw)
                     WHERE key = ANY (:kept))
       WHERE user_id = :user
      """;

  private static final String PAYMENTS =
      """
      SELECT id FROM tally.stripe_payments WHERE user_id = :user
      """;

  /// Erases what is personal of a user who is locked, and being deleted.
  public static void forget(Tx tx, UUID user) {
    var customers = tx.query(CUSTOMERS).bind("user", user).mapTo(String.class).list();
    for (var customer : customers) eraseEvents(tx, customer);
    var payments = tx.query(PAYMENTS).bind("user", user).mapTo(String.class).list();
    for (var payment : payments) eraseEventsOfPayment(tx, payment);
    tx.update(INVOICES).bind("user", user).bindArray("kept", String.class, KEPT).execute();
    for (var sql : OTHERS) tx.update(sql).bind("user", user).execute();
  }
}
