package dev.tallystick.stripe.topup;

import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// The steps of a top-up's life, each a guarded UPDATE: owns top_ups.
final class TopUpSteps {
  private TopUpSteps() {}

  /// Which top-up.
  record Key(UUID user, UUID id) {}

  private static final String DUE =
      """
      SELECT user_id, id
        FROM tally.top_ups
       WHERE status IN ('noticed', 'paying') AND retry_at <= :now AND user_id > :after
       ORDER BY user_id
       LIMIT :limit
      """;

  /// Those that wait to be worked on.
  static List<Key> due(Tx tx, Instant now, UUID after, int limit) {
    return tx.query(DUE)
        .bind("now", now)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> new Key(row.getObject(1, UUID.class), row.getObject(2, UUID.class)))
        .list();
  }

  private static final String CLAIM =
      """
      UPDATE tally.top_ups
         SET retry_at = :until, attempts = attempts + 1
       WHERE user_id = :user AND id = :id
         AND status IN ('noticed', 'paying') AND retry_at <= :now
      RETURNING *
      """;

  /// Takes one that is due, so that nobody else does until then; empty if somebody did.
  static Optional<TopUp> claim(Tx tx, Key key, Instant now, Instant until) {
    return tx.query(CLAIM)
        .bind("user", key.user())
        .bind("id", key.id())
        .bind("now", now)
        .bind("until", until)
        .map(TopUpSteps::read)
        .findOne();
  }

  private static final String ORDER =
      """
      UPDATE tally.top_ups
         SET status = 'paying', pack = :pack, packs = :packs, credits = :credits,
             amount = :amount, currency = :currency, decided_at = :now
       WHERE user_id = :user AND id = :id AND status = 'noticed'
      RETURNING *
      """;

  /// Decides what is bought.
  static TopUp order(Tx tx, TopUp topUp, TopUp.Order order) {
    return tx.query(ORDER)
        .bind("user", topUp.userId())
        .bind("id", topUp.id())
        .bind("pack", order.pack())
        .bind("packs", order.packs())
        .bind("credits", order.credits().toBigDecimal())
        .bind("amount", order.amount())
        .bind("currency", order.currency())
        .bind("now", order.decidedAt())
        .map(TopUpSteps::read)
        .one();
  }

  private static final String NOTE_PAYMENT =
      """
      UPDATE tally.top_ups
         SET payment_id = coalesce(payment_id, :payment)
       WHERE user_id = :user AND id = :id AND status = 'paying'
      RETURNING payment_id
      """;

  /// Notes which payment intent is to pay it, the first time.
  ///
  /// @return the one that was noted; empty if nothing is to be paid any more
  static Optional<String> notePayment(Tx tx, TopUp topUp, String payment) {
    return tx.query(NOTE_PAYMENT)
        .bind("user", topUp.userId())
        .bind("id", topUp.id())
        .bind("payment", payment)
        .mapTo(String.class)
        .findOne();
  }

  // What was hurried meanwhile stays due, and what somebody else claimed stays theirs, here and
  // below. That the claim ran out is neither: work may take longer.
  private static final String NOTE_DECLINE =
      """
      UPDATE tally.top_ups
         SET declines = declines + 1, decline_code = :code,
             retry_at = CASE WHEN retry_at = :claimed_until THEN :retry_at ELSE retry_at END
       WHERE user_id = :user AND id = :id AND status = 'paying' AND declines = :declines
      RETURNING *
      """;

  /// Notes that the card was declined once more; empty if somebody did, or it was settled.
  static Optional<TopUp> noteDecline(Tx tx, TopUp topUp, String code, Instant retryAt) {
    return tx.query(NOTE_DECLINE)
        .bind("user", topUp.userId())
        .bind("id", topUp.id())
        .bind("declines", topUp.declines())
        .bind("code", code)
        .bind("claimed_until", topUp.retryAt())
        .bind("retry_at", retryAt)
        .map(TopUpSteps::read)
        .findOne();
  }

  private static final String NOTE_ERROR =
      """
      UPDATE tally.top_ups
         SET last_error = left(:error, 2000),
             retry_at = CASE WHEN retry_at = :claimed_until THEN :retry_at ELSE retry_at END
       WHERE user_id = :user AND id = :id AND status IN ('noticed', 'paying')
      """;

  /// Notes what is in the way now.
  static void noteError(Tx tx, TopUp topUp, String error, Instant retryAt) {
    tx.update(NOTE_ERROR)
        .bind("user", topUp.userId())
        .bind("id", topUp.id())
        .bind("error", error)
        .bind("claimed_until", topUp.retryAt())
        .bind("retry_at", retryAt)
        .execute();
  }

  private static final String SETTLE =
      """
      UPDATE tally.top_ups
         SET status = :status, settled_at = :now
       WHERE user_id = :user AND id = :id AND status IN ('noticed', 'paying')
      """;

  /// Ends it without a payment.
  ///
  /// @return whether it was open
  static boolean settle(Tx tx, TopUp topUp, TopUp.Status status, Instant now) {
    return tx.update(SETTLE)
            .bind("user", topUp.userId())
            .bind("id", topUp.id())
            .bind("status", status.word())
            .bind("now", now)
            .execute()
        == 1;
  }

  // Stripe's word counts, whatever was thought of it here.
  private static final String PAID =
      """
      UPDATE tally.top_ups
         SET status = 'paid', payment_id = :payment, settled_at = :now
       WHERE user_id = :user AND id = :id AND status <> 'paid' AND pack IS NOT NULL
      RETURNING *
      """;

  /// Notes that Stripe has the money; empty if that was noted before, or there is no such top-up.
  static Optional<TopUp> paid(Tx tx, Key key, String payment, Instant now) {
    return tx.query(PAID)
        .bind("user", key.user())
        .bind("id", key.id())
        .bind("payment", payment)
        .bind("now", now)
        .map(TopUpSteps::read)
        .findOne();
  }

  private static final String HURRY =
      """
      UPDATE tally.top_ups
         SET retry_at = :now
       WHERE user_id = :user AND status IN ('noticed', 'paying')
      """;

  /// Has the open one of a user worked on at once.
  static void hurry(Tx tx, UUID user, Instant now) {
    tx.update(HURRY).bind("user", user).bind("now", now).execute();
  }

  // Between the two moments, because the index leads to decided_at.
  private static final String SPENT =
      """
      SELECT coalesce(sum(amount), 0)
        FROM tally.top_ups
       WHERE user_id = :user AND decided_at >= :month AND decided_at < :next_month
         AND status IN ('paying', 'paid') AND currency = :currency
      """;

  /// What was decided to be bought in this month, but for what was declined.
  static long spent(Tx tx, UUID user, String currency, Instant now) {
    return tx.query(SPENT)
        .bind("user", user)
        .bind("currency", currency)
        .bind("month", ShortfallNotices.monthOf(now))
        .bind("next_month", ShortfallNotices.monthOf(now, 1))
        .mapTo(Long.class)
        .one();
  }

  private static final String WAS_CAPPED =
      """
      SELECT EXISTS (SELECT FROM tally.top_ups
                      WHERE user_id = :user AND status = 'capped' AND settled_at >= :month)
      """;

  /// Whether a user's month was used up before.
  static boolean wasCapped(Tx tx, UUID user, Instant now) {
    return tx.query(WAS_CAPPED)
        .bind("user", user)
        .bind("month", ShortfallNotices.monthOf(now))
        .mapTo(Boolean.class)
        .one();
  }

  private static final String LATEST =
      """
      SELECT * FROM tally.top_ups WHERE user_id = :user ORDER BY id DESC LIMIT 1
      """;

  /// The last one of a user.
  static Optional<TopUp> latest(Tx tx, UUID user) {
    return tx.query(LATEST).bind("user", user).map(TopUpSteps::read).findOne();
  }

  private static final String COUNT_OPEN =
      """
      SELECT count(*) FROM tally.top_ups WHERE status IN ('noticed', 'paying')
      """;

  static long countOpen(Tx tx) {
    return tx.query(COUNT_OPEN).mapTo(Long.class).one();
  }

  private static TopUp read(ResultSet row, StatementContext context) throws SQLException {
    return new TopUp(
        row.getObject("user_id", UUID.class),
        row.getObject("id", UUID.class),
        TopUp.Status.ofWord(row.getString("status")),
        Credits.exact(row.getBigDecimal("available")),
        order(row),
        Optional.ofNullable(row.getString("payment_id")),
        row.getInt("attempts"),
        row.getInt("declines"),
        Optional.ofNullable(row.getString("decline_code")),
        Optional.ofNullable(row.getString("last_error")),
        row.getObject("retry_at", OffsetDateTime.class).toInstant(),
        row.getObject("noticed_at", OffsetDateTime.class).toInstant(),
        StoredTime.read(row, "settled_at"));
  }

  private static Optional<TopUp.Order> order(ResultSet row) throws SQLException {
    var decidedAt = StoredTime.read(row, "decided_at");
    if (decidedAt.isEmpty()) return Optional.empty();
    return Optional.of(
        new TopUp.Order(
            row.getString("pack"),
            row.getInt("packs"),
            Credits.exact(row.getBigDecimal("credits")),
            row.getLong("amount"),
            row.getString("currency"),
            decidedAt.get()));
  }
}
