package dev.tallystick.stripe;

import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Stripe's subscriptions: owns stripe_subscriptions.
final class Subscriptions {
  private Subscriptions() {}

  private static final String MIRROR =
      """
      INSERT INTO tally.stripe_subscriptions AS s
             (id, customer_id, user_id, status, price_id, quantity, unit_amount, currency,
              period_start, period_end, cancel_at, canceled_at, ended_at, default_payment_method,
              made_at, fetch_no, fetched_at, raw)
      VALUES (:id, :customer, :user, :status, :price, :quantity, :unit_amount, :currency,
              :period_start, :period_end, :cancel_at, :canceled_at, :ended_at,
              :default_payment_method, :made_at, :fetch_no, :now, :raw::jsonb)
      ON CONFLICT (id) DO UPDATE
         SET customer_id = excluded.customer_id,
             user_id = coalesce(excluded.user_id, s.user_id),
             status = excluded.status,
             price_id = excluded.price_id,
             quantity = excluded.quantity,
             unit_amount = excluded.unit_amount,
             currency = excluded.currency,
             period_start = excluded.period_start,
             period_end = excluded.period_end,
             cancel_at = excluded.cancel_at,
             canceled_at = excluded.canceled_at,
             ended_at = excluded.ended_at,
             default_payment_method = excluded.default_payment_method,
             made_at = excluded.made_at,
             fetch_no = excluded.fetch_no,
             fetched_at = excluded.fetched_at,
             raw = excluded.raw
       WHERE s.fetch_no < excluded.fetch_no
      """;

  private static final String FOLLOW =
      """
      UPDATE tally.users
         SET next_quota_reset =
                 (SELECT max(period_end)
                    FROM tally.stripe_subscriptions
                   WHERE user_id = :user AND status = ANY (:running))
       WHERE id = :user
      """;

  /// Writes down what a fetch found, unless a later one was written down before; the user's next
  /// quota reset follows the end of the period.
  static void mirror(
      Tx tx, SubscriptionState state, Optional<UUID> user, long fetchNo, Instant now) {
    boolean isErased = StripeErasure.lock(tx, user);
    if (isErased) StripeErasure.eraseEvents(tx, state.customer());
    tx.update(MIRROR)
        .bind("id", state.id())
        .bind("customer", state.customer())
        .bindByType("user", user.orElse(null), UUID.class)
        .bind("status", state.status())
        .bind("price", state.price().orElse(null))
        .bindByType("quantity", boxed(state.quantity()), Long.class)
        .bindByType("unit_amount", boxed(state.unitAmount()), Long.class)
        .bind("currency", state.currency().orElse(null))
        .bindByType("period_start", state.periodStart().orElse(null), Instant.class)
        .bindByType("period_end", state.periodEnd().orElse(null), Instant.class)
        .bindByType("cancel_at", state.cancelAt().orElse(null), Instant.class)
        .bindByType("canceled_at", state.canceledAt().orElse(null), Instant.class)
        .bindByType("ended_at", state.endedAt().orElse(null), Instant.class)
        .bind("default_payment_method", state.defaultPaymentMethod().orElse(null))
        .bind("made_at", state.madeAt())
        .bind("fetch_no", fetchNo)
        .bind("now", now)
        .bind("raw", isErased ? StripeErasure.NOTHING : state.raw())
        .execute();
    user.ifPresent(
        id ->
            tx.update(FOLLOW)
                .bind("user", id)
                .bindArray("running", String.class, SubscriptionState.RUNNING)
                .execute());
  }

  private static @Nullable Long boxed(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static final String COURSE =
      """
      SELECT to_timestamp(min((item ->> 'current_period_start')::bigint)) AS period_started,
             ended_at
        FROM tally.stripe_subscriptions
        LEFT JOIN jsonb_array_elements(raw #> '{items,data}') AS item ON true
       WHERE id = :id
       GROUP BY id
      """;

  /// How far a subscription has come.
  ///
  /// @param periodStart when the period began that runs; of several items, the earliest
  record Course(Optional<Instant> periodStart, Optional<Instant> endedAt) {
    /// Whether credits of a month are not to be given any more.
    boolean isPast(Due due) {
      return periodStart.filter(due::isOvertakenBy).isPresent()
          || endedAt.filter(due::isCutOffAt).isPresent();
    }
  }

  /// Empty for a subscription that was never fetched.
  static Optional<Course> course(Tx tx, String id) {
    return tx.query(COURSE)
        .bind("id", id)
        .map(
            (row, _) ->
                new Course(
                    StoredTime.read(row, "period_started"), StoredTime.read(row, "ended_at")))
        .findOne();
  }
}
