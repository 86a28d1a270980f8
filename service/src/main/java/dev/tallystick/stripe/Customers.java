package dev.tallystick.stripe;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Stripe's customers: owns stripe_customers, and who of our users is which.
public final class Customers {
  private final Database database;

  Customers(Database database) {
    this.database = database;
  }

  // Who was somebody's stays so: what Stripe deleted has no metadata any more. And deleted is
  // final.
  private static final String MIRROR =
      """
      INSERT INTO tally.stripe_customers AS c
             (id, user_id, email, currency, balance, is_delinquent, is_deleted, is_orphaned,
              default_payment_method, card_fingerprint, made_at, fetch_no, fetched_at, raw)
      VALUES (:id, :user, :email, :currency, :balance, :is_delinquent, :is_deleted, :is_orphaned,
              :default_payment_method, :card_fingerprint, :made_at, :fetch_no, :now, :raw::jsonb)
      ON CONFLICT (id) DO UPDATE
         SET user_id = coalesce(excluded.user_id, c.user_id),
             email = excluded.email,
             currency = excluded.currency,
             balance = excluded.balance,
             is_delinquent = excluded.is_delinquent,
             is_deleted = excluded.is_deleted,
             is_orphaned = excluded.is_orphaned,
             default_payment_method = excluded.default_payment_method,
             card_fingerprint = excluded.card_fingerprint,
             made_at = coalesce(excluded.made_at, c.made_at),
             fetch_no = excluded.fetch_no,
             fetched_at = excluded.fetched_at,
             raw = excluded.raw
       WHERE c.fetch_no < excluded.fetch_no AND (excluded.is_deleted OR NOT c.is_deleted)
      """;

  // Who has a customer keeps it, unless Stripe deleted it; a second one of the same user is
  // mirrored beside it.
  private static final String LINK =
      """
      UPDATE tally.users AS u
         SET stripe_customer_id = :customer
       WHERE id = :user
         AND (stripe_customer_id IS NULL
              OR EXISTS (SELECT FROM tally.stripe_customers
                          WHERE id = u.stripe_customer_id AND is_deleted))
         AND NOT EXISTS (SELECT FROM tally.users WHERE stripe_customer_id = :customer)
      """;

  /// Writes down what a fetch found, unless a later one was written down before.
  void mirror(Tx tx, CustomerState state, long fetchNo, Instant now) {
    var user = userOf(tx, Optional.of(state.id()), state.user());
    boolean isErased = StripeErasure.lock(tx, user);
    if (isErased) StripeErasure.eraseEvents(tx, state.id());
    var known = isErased ? state.withoutPersonal() : state;
    if (user.isPresent() && !state.isDeleted()) {
      tx.update(LINK).bind("customer", state.id()).bind("user", user.get()).execute();
    }
    tx.update(MIRROR)
        .bind("id", state.id())
        .bindByType("user", user.orElse(null), UUID.class)
        .bind("email", known.email().orElse(null))
        .bind("currency", state.currency().orElse(null))
        .bind("balance", state.balance())
        .bind("is_delinquent", state.isDelinquent())
        .bind("is_deleted", state.isDeleted())
        .bind("is_orphaned", isErased)
        .bind("default_payment_method", state.defaultPaymentMethod().orElse(null))
        .bind("card_fingerprint", known.cardFingerprint().orElse(null))
        .bindByType("made_at", state.madeAt().orElse(null), Instant.class)
        .bind("fetch_no", fetchNo)
        .bind("now", now)
        .bind("raw", known.raw())
        .execute();
  }

  private static final String USER_OF =
      """
      SELECT coalesce(
                 (SELECT id FROM tally.users WHERE id = :named),
                 (SELECT id FROM tally.users WHERE stripe_customer_id = :customer),
                 (SELECT user_id FROM tally.stripe_customers WHERE id = :customer))
      """;

  /// Whose a customer is, or an object of the customer's: whom its metadata names, or who was given
  /// the customer.
  ///
  /// @param named the metadata [StripeApi#USER]
  public static Optional<UUID> userOf(Tx tx, Optional<String> customer, Optional<String> named) {
    return tx.query(USER_OF)
        .bindByType("named", named.flatMap(Customers::uuid).orElse(null), UUID.class)
        .bind("customer", customer.orElse(null))
        .map((row, _) -> Optional.ofNullable(row.getObject(1, UUID.class)))
        .one();
  }

  // Metadata may hold anything.
  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static final String MARK_DELETED =
      """
      UPDATE tally.stripe_customers SET is_deleted = true WHERE id = :id
      """;

  /// Notes that Stripe knows of no such customer.
  public void markDeleted(String id) {
    database.useTransaction(tx -> tx.update(MARK_DELETED).bind("id", id).execute());
  }

  private static final String IS_MIRRORED =
      """
      SELECT EXISTS (SELECT FROM tally.stripe_customers WHERE id = :id)
      """;

  /// Whether the customer was ever fetched.
  boolean isMirrored(String id) {
    return database.inTransaction(
        tx -> tx.query(IS_MIRRORED).bind("id", id).mapTo(Boolean.class).one());
  }

  private static final String STRAYS =
      """
      SELECT 'subscription:' || id FROM tally.stripe_subscriptions
       WHERE customer_id = :customer AND user_id IS NULL
      UNION ALL
      SELECT 'invoice:' || id FROM tally.stripe_invoices
       WHERE customer_id = :customer AND user_id IS NULL
      UNION ALL
      SELECT 'payment:' || id FROM tally.stripe_payments
       WHERE customer_id = :customer AND user_id IS NULL AND invoice_id IS NULL
      """;

  /// What was mirrored of a customer before it was known whose the customer is; empty while it is
  /// not known.
  List<Subject> strays(String customer) {
    return database.inTransaction(
        tx ->
            userOf(tx, Optional.of(customer), Optional.empty()).isEmpty()
                ? List.of()
                : tx.query(STRAYS)
                    .bind("customer", customer)
                    .mapTo(String.class)
                    .map(Subject::ofWord)
                    .list());
  }
}
