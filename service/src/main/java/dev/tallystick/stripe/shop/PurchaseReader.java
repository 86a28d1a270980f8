package dev.tallystick.stripe.shop;

import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.stripe.SubscriptionState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// Reads what users paid and what they subscribed to. Asks nothing of Stripe. Thread-safe.
public final class PurchaseReader {
  /// A page holds at most this many payments.
  public static final int PAGE_MAX = 500;

  private final Database database;

  public PurchaseReader(Database database) {
    this.database = database;
  }

  // Planned anew each time: a cursor that is absent falls out of the plan.
  private static final String PAYMENTS =
      """
      SELECT *
        FROM tally.stripe_payments
       WHERE user_id = :user
         AND (:before::text IS NULL
              OR (made_at, id) < (SELECT made_at, id
                                    FROM tally.stripe_payments
                                   WHERE id = :before AND user_id = :user))
       ORDER BY made_at DESC, id DESC
       LIMIT :limit
      """;

  /// A user's payments, newest first.
  ///
  /// @param before only older ones: the last of the page before, and the user's
  /// @param limit at most [#PAGE_MAX]
  public List<Payment> payments(UUID user, Optional<String> before, int limit) {
    return database.inTransaction(
        tx -> {
          tx.update("SET LOCAL plan_cache_mode = force_custom_plan").execute();
          return tx.query(PAYMENTS)
              .bind("user", user)
              .bind("before", before.orElse(null))
              .bind("limit", Math.min(limit, PAGE_MAX))
              .map(PurchaseReader::payment)
              .list();
        });
  }

  private static final String IS_PAYMENT_OF =
      """
      SELECT EXISTS (SELECT FROM tally.stripe_payments WHERE id = :id AND user_id = :user)
      """;

  /// Whether a payment is the user's, and so a place in their list.
  public boolean isPaymentOf(UUID user, String id) {
    return database.inTransaction(
        tx -> tx.query(IS_PAYMENT_OF).bind("id", id).bind("user", user).mapTo(Boolean.class).one());
  }

  private static final String SUBSCRIPTIONS =
      """
      SELECT *
        FROM tally.stripe_subscriptions
       WHERE user_id = :user
       ORDER BY made_at DESC, id DESC
       LIMIT :limit
      """;

  /// A user's subscriptions, newest first; ended ones too. Of very many, the newest.
  public List<Subscription> subscriptions(UUID user) {
    return database.inTransaction(
        tx ->
            tx.query(SUBSCRIPTIONS)
                .bind("user", user)
                .bind("limit", PAGE_MAX)
                .map(PurchaseReader::subscription)
                .list());
  }

  private static Payment payment(ResultSet row, StatementContext context) throws SQLException {
    return new Payment(
        row.getString("id"),
        row.getString("status"),
        row.getString("currency"),
        row.getLong("amount"),
        row.getLong("amount_received"),
        row.getLong("amount_refunded"),
        row.getLong("amount_disputed"),
        row.getLong("amount_lost"),
        Optional.ofNullable(row.getBigDecimal("credits")).map(Credits::exact),
        Optional.ofNullable(row.getObject("checkout_id", UUID.class)),
        Optional.ofNullable(row.getObject("top_up_id", UUID.class)),
        Optional.ofNullable(row.getString("invoice_id")),
        Optional.ofNullable(row.getString("failure_code")),
        Optional.ofNullable(row.getString("refused")),
        row.getObject("made_at", OffsetDateTime.class).toInstant());
  }

  private static Subscription subscription(ResultSet row, StatementContext context)
      throws SQLException {
    var status = row.getString("status");
    return new Subscription(
        row.getString("id"),
        status,
        Optional.ofNullable(row.getString("price_id")),
        number(row, "quantity"),
        number(row, "unit_amount"),
        Optional.ofNullable(row.getString("currency")),
        SubscriptionState.RUNNING.contains(status),
        StoredTime.read(row, "period_start"),
        StoredTime.read(row, "period_end"),
        StoredTime.read(row, "cancel_at"),
        StoredTime.read(row, "ended_at"),
        row.getObject("made_at", OffsetDateTime.class).toInstant());
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }
}
