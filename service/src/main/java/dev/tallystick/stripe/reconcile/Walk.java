package dev.tallystick.stripe.reconcile;

import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.Subject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The books of the reconciliation that runs, written: owns reconciliations, reconciliation_lists,
/// reconciliation_seen and reconciliation_differences.
final class Walk {
  private static final int TEXT_CHARS_MAX = 1_000;

  private Walk() {}

  /// How far a list was walked.
  ///
  /// @param after the last element that was compared
  /// @param isWalked whether that was its end
  /// @param isDone whether what seemed to differ was looked at again
  record Position(Listing list, Optional<String> after, boolean isWalked, boolean isDone) {}

  private static final String RUNNING =
      """
      SELECT id FROM tally.reconciliations WHERE status = 'running' FOR UPDATE
      """;

  /// The one that runs, or was stopped.
  static Optional<UUID> running(Tx tx) {
    return tx.query(RUNNING).mapTo(UUID.class).findOne();
  }

  private static final String START =
      """
      INSERT INTO tally.reconciliations (id, is_repair, since, status, started_at)
      VALUES (:id, :is_repair, :since, 'running', :now)
      """;

  static void start(Tx tx, UUID id, Reconciliation.Order order, Instant now) {
    tx.update(START)
        .bind("id", id)
        .bind("is_repair", order.isRepair())
        .bindByType("since", order.since().orElse(null), Instant.class)
        .bind("now", now)
        .execute();
  }

  private static final String END =
      """
      UPDATE tally.reconciliations
         SET status = :status, finished_at = :now
       WHERE id = :id AND status = 'running'
      """;

  private static final String FORGET_SEEN =
      """
      DELETE FROM tally.reconciliation_seen WHERE reconciliation_id = :id
      """;

  private static final String FORGET_SUSPECTED =
      """
      DELETE FROM tally.reconciliation_differences
       WHERE reconciliation_id = :id AND status = 'suspected'
      """;

  static void end(Tx tx, UUID id, Reconciliation.Status status, Instant now) {
    tx.update(END).bind("id", id).bind("status", status.word()).bind("now", now).execute();
    tx.update(FORGET_SEEN).bind("id", id).execute();
    tx.update(FORGET_SUSPECTED).bind("id", id).execute();
  }

  private static final String FORGET_NOTES =
      """
      DELETE FROM tally.reconciliation_differences d
       USING tally.reconciliations r
       WHERE r.id = d.reconciliation_id AND d.status = 'note'
         AND r.id < :last AND r.finished_at < :before
      """;

  private static final String FORGET_LISTS =
      """
      DELETE FROM tally.reconciliation_lists l
       USING tally.reconciliations r
       WHERE r.id = l.reconciliation_id AND r.id < :last AND r.finished_at < :before
         AND NOT EXISTS (SELECT FROM tally.reconciliation_differences d
                          WHERE d.reconciliation_id = r.id)
      """;

  private static final String FORGET =
      """
      DELETE FROM tally.reconciliations r
       WHERE r.id < :last AND r.finished_at < :before
         AND NOT EXISTS (SELECT FROM tally.reconciliation_lists l
                          WHERE l.reconciliation_id = r.id)
      """;

  /// Forgets notes of others that ended before, and those of them that found no difference. What
  /// was found and repaired stays on the books.
  ///
  /// @param last the one that ends now
  static void forget(Tx tx, UUID last, Instant before) {
    for (var sql : List.of(FORGET_NOTES, FORGET_LISTS, FORGET)) {
      tx.update(sql).bind("last", last).bind("before", before).execute();
    }
  }

  private static final String BEGIN_LIST =
      """
      INSERT INTO tally.reconciliation_lists (reconciliation_id, list)
      VALUES (:id, :list)
      ON CONFLICT DO NOTHING
      """;

  private static final String POSITION =
      """
      SELECT after, is_walked, is_done
        FROM tally.reconciliation_lists
       WHERE reconciliation_id = :id AND list = :list
      """;

  /// Where to go on.
  static Position position(Tx tx, UUID id, Listing list) {
    tx.update(BEGIN_LIST).bind("id", id).bind("list", list.word()).execute();
    return tx.query(POSITION)
        .bind("id", id)
        .bind("list", list.word())
        .map(
            (row, _) ->
                new Position(
                    list,
                    Optional.ofNullable(row.getString("after")),
                    row.getBoolean("is_walked"),
                    row.getBoolean("is_done")))
        .one();
  }

  private static final String ADVANCE =
      """
      UPDATE tally.reconciliation_lists
         SET after = coalesce(:after, after), checked = checked + :checked, is_walked = :is_walked
       WHERE reconciliation_id = :id AND list = :list
         AND after IS NOT DISTINCT FROM :before AND NOT is_walked
      """;

  /// Notes that the elements of a page were compared.
  ///
  /// @throws IllegalStateException if somebody else did so
  static Position advance(
      Tx tx, UUID id, Position from, Optional<String> after, int checked, boolean isWalked) {
    int advanced =
        tx.update(ADVANCE)
            .bind("id", id)
            .bind("list", from.list().word())
            .bind("before", from.after().orElse(null))
            .bind("after", after.orElse(null))
            .bind("checked", checked)
            .bind("is_walked", isWalked)
            .execute();
    if (advanced != 1) throw new IllegalStateException("another process walks the same list");
    return new Position(from.list(), after.or(from::after), isWalked, false);
  }

  private static final String DONE =
      """
      UPDATE tally.reconciliation_lists
         SET is_done = true
       WHERE reconciliation_id = :id AND list = :list
      """;

  static void done(Tx tx, UUID id, Listing list) {
    tx.update(DONE).bind("id", id).bind("list", list.word()).execute();
  }

  private static final String SEE =
      """
      INSERT INTO tally.reconciliation_seen (reconciliation_id, subject)
      SELECT :id, unnest(:subjects)
      ON CONFLICT DO NOTHING
      """;

  static void see(Tx tx, UUID id, Collection<String> subjects) {
    tx.update(SEE).bind("id", id).bindArray("subjects", String.class, subjects).execute();
  }

  private static final String SEEN =
      """
      SELECT subject
        FROM tally.reconciliation_seen
       WHERE reconciliation_id = :id AND subject = ANY(:subjects)
      """;

  /// Which of these were compared already.
  static Set<String> seen(Tx tx, UUID id, Collection<String> subjects) {
    return new HashSet<>(
        tx.query(SEEN)
            .bind("id", id)
            .bindArray("subjects", String.class, subjects)
            .mapTo(String.class)
            .list());
  }

  // Deleted customers are not in Stripe's list, and nothing more can become of them.
  private static final String UNSEEN_CUSTOMERS =
      """
      SELECT o.id
        FROM tally.stripe_customers o
       WHERE o.id > :after AND NOT o.is_deleted
         AND (CAST(:since AS timestamptz) IS NULL OR o.made_at >= :since)
         AND NOT EXISTS (SELECT FROM tally.reconciliation_seen s
                          WHERE s.reconciliation_id = :run AND s.subject = 'customer:' || o.id)
       ORDER BY o.id
       LIMIT :limit
      """;

  private static final String UNSEEN_SUBSCRIPTIONS =
      """
      SELECT o.id
        FROM tally.stripe_subscriptions o
       WHERE o.id > :after
         AND (CAST(:since AS timestamptz) IS NULL OR o.made_at >= :since)
         AND NOT EXISTS (SELECT FROM tally.reconciliation_seen s
                          WHERE s.reconciliation_id = :run
                            AND s.subject = 'subscription:' || o.id)
       ORDER BY o.id
       LIMIT :limit
      """;

  private static final String UNSEEN_PAYMENTS =
      """
      SELECT o.id
        FROM tally.stripe_payments o
       WHERE o.id > :after
         AND (CAST(:since AS timestamptz) IS NULL OR o.made_at >= :since)
         AND NOT EXISTS (SELECT FROM tally.reconciliation_seen s
                          WHERE s.reconciliation_id = :run AND s.subject = 'payment:' || o.id)
       ORDER BY o.id
       LIMIT :limit
      """;

  private static final String UNSEEN_INVOICES =
      """
      SELECT o.id
        FROM tally.stripe_invoices o
       WHERE o.id > :after
         AND (CAST(:since AS timestamptz) IS NULL OR o.made_at >= :since)
         AND NOT EXISTS (SELECT FROM tally.reconciliation_seen s
                          WHERE s.reconciliation_id = :run AND s.subject = 'invoice:' || o.id)
       ORDER BY o.id
       LIMIT :limit
      """;

  /// The ids of what we have of a kind and what was not seen at Stripe, in their order.
  static List<String> unseen(
      Tx tx,
      UUID id,
      Subject.Kind kind,
      Optional<Instant> since,
      Optional<String> after,
      int limit) {
    var sql =
        switch (kind) {
          case CUSTOMER -> UNSEEN_CUSTOMERS;
          case SUBSCRIPTION -> UNSEEN_SUBSCRIPTIONS;
          case PAYMENT -> UNSEEN_PAYMENTS;
          case INVOICE -> UNSEEN_INVOICES;
        };
    return tx.query(sql)
        .bind("run", id)
        .bindByType("since", since.orElse(null), Instant.class)
        .bind("after", after.orElse(""))
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  private static final String WRITE =
      """
      INSERT INTO tally.reconciliation_differences
             (reconciliation_id, list, subject, field, status, user_id, stripe, ours, amount,
              currency, credits, found_at)
      VALUES (:id, :list, :subject, :field, :status, :user, :stripe, :ours, :amount,
              :currency, :credits, :now)
      ON CONFLICT DO NOTHING
      """;

  /// Writes down what was seen; what stands there already stays.
  static void write(Tx tx, UUID id, Listing list, List<Difference> differences, Instant now) {
    for (var each : differences) {
      tx.update(WRITE)
          .bind("id", id)
          .bind("list", list.word())
          .bind("subject", each.subject())
          .bind("field", each.field())
          .bind("status", each.status().word())
          .bindByType("user", each.user().orElse(null), UUID.class)
          .bind("stripe", each.stripe().map(Walk::shortened).orElse(null))
          .bind("ours", each.ours().map(Walk::shortened).orElse(null))
          .bindByType("amount", each.amount().orElse(null), Long.class)
          .bind("currency", each.currency().orElse(null))
          .bindByType(
              "credits", each.credits().map(it -> it.toBigDecimal()).orElse(null), BigDecimal.class)
          .bind("now", now)
          .execute();
    }
  }

  private static String shortened(String text) {
    if (text.length() <= TEXT_CHARS_MAX) return text;
    int end = TEXT_CHARS_MAX - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) end--;
    return text.substring(0, end) + "…";
  }

  private static final String OPEN =
      """
      SELECT DISTINCT subject
        FROM tally.reconciliation_differences
       WHERE reconciliation_id = :id AND list = :list AND status = :status
       ORDER BY subject
      """;

  /// The objects of a list that have differences of a status.
  static List<String> open(Tx tx, UUID id, Listing list, Difference.Status status) {
    return tx.query(OPEN)
        .bind("id", id)
        .bind("list", list.word())
        .bind("status", status.word())
        .mapTo(String.class)
        .list();
  }

  private static final String WITHDRAW =
      """
      DELETE FROM tally.reconciliation_differences
       WHERE reconciliation_id = :id AND subject = :subject AND status = 'suspected'
      """;

  /// Puts what a second look saw in the place of what the first did.
  static void replace(
      Tx tx, UUID id, Listing list, String subject, List<Difference> seen, Instant now) {
    tx.update(WITHDRAW).bind("id", id).bind("subject", subject).execute();
    write(tx, id, list, seen, now);
  }

  private static final String CONFIRM =
      """
      UPDATE tally.reconciliation_differences
         SET status = 'found'
       WHERE reconciliation_id = :id AND list = :list AND status = 'suspected'
      """;

  /// What was seen again and again is so.
  static void confirm(Tx tx, UUID id, Listing list) {
    tx.update(CONFIRM).bind("id", id).bind("list", list.word()).execute();
  }

  private static final String REPAIRED =
      """
      UPDATE tally.reconciliation_differences
         SET status = 'repaired'
       WHERE reconciliation_id = :id AND subject = :subject AND status = 'found'
         AND field <> ALL(:left)
      """;

  /// Notes that an object is as Stripe has it, but for these fields.
  static void repaired(Tx tx, UUID id, String subject, List<String> left) {
    tx.update(REPAIRED)
        .bind("id", id)
        .bind("subject", subject)
        .bindArray("left", String.class, left)
        .execute();
  }
}
