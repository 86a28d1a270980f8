package dev.tallystick.stripe.reconcile;

import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.reconcile.Difference.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// The books of reconciliations, read.
public final class Reconciliations {
  /// A page holds at most this many.
  public static final int PAGE_MAX = 500;

  private final Database database;

  public Reconciliations(Database database) {
    this.database = database;
  }

  private static final String LIST =
      """
      SELECT id, is_repair, since, status, started_at, finished_at
        FROM tally.reconciliations
       WHERE CAST(:before AS uuid) IS NULL OR id < :before
       ORDER BY id DESC
       LIMIT :limit
      """;

  /// The newest first.
  ///
  /// @param before only those before this one: the last of the page before
  public List<Reconciliation> list(Optional<UUID> before, int limit) {
    return database.inTransaction(
        tx ->
            tx
                .query(LIST)
                .bindByType("before", before.orElse(null), UUID.class)
                .bind("limit", limit)
                .map((row, _) -> reconciliation(row))
                .list()
                .stream()
                .map(each -> withLists(tx, each))
                .toList());
  }

  private static final String FIND =
      """
      SELECT id, is_repair, since, status, started_at, finished_at
        FROM tally.reconciliations
       WHERE id = :id
      """;

  /// One, as it stands.
  public Optional<Reconciliation> find(UUID id) {
    return database.inTransaction(
        tx ->
            tx.query(FIND)
                .bind("id", id)
                .map((row, _) -> reconciliation(row))
                .findOne()
                .map(found -> withLists(tx, found)));
  }

  private static Reconciliation reconciliation(ResultSet row) throws SQLException {
    return new Reconciliation(
        row.getObject("id", UUID.class),
        new Reconciliation.Order(row.getBoolean("is_repair"), StoredTime.read(row, "since")),
        Reconciliation.Status.ofWord(row.getString("status")),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        StoredTime.read(row, "finished_at"),
        List.of());
  }

  private static final String LISTS =
      """
      WITH objects AS (
          SELECT list, subject, bool_and(status = 'repaired') AS is_repaired
            FROM tally.reconciliation_differences
           WHERE reconciliation_id = :id AND status IN ('found', 'repaired')
           GROUP BY list, subject
      )
      SELECT l.list, l.checked, count(o.subject) AS differing,
             count(*) FILTER (WHERE o.is_repaired) AS repaired
        FROM tally.reconciliation_lists l
        LEFT JOIN objects o ON o.list = l.list
       WHERE l.reconciliation_id = :id
       GROUP BY l.list, l.checked
      """;

  private static Reconciliation withLists(Tx tx, Reconciliation reconciliation) {
    var walked =
        tx
            .query(LISTS)
            .bind("id", reconciliation.id())
            .map(
                (row, _) ->
                    new Reconciliation.Walked(
                        Listing.ofWord(row.getString("list")),
                        row.getLong("checked"),
                        row.getLong("differing"),
                        row.getLong("repaired")))
            .list()
            .stream()
            .sorted((a, b) -> a.list().compareTo(b.list()))
            .toList();
    return new Reconciliation(
        reconciliation.id(),
        reconciliation.order(),
        reconciliation.status(),
        reconciliation.startedAt(),
        reconciliation.finishedAt(),
        walked);
  }

  /// Where a page of differences begins: after the field of the object.
  public record After(String subject, String field) {}

  private static final String DIFFERENCES =
      """
      SELECT subject, field, status, user_id, stripe, ours, amount, currency, credits
        FROM tally.reconciliation_differences
       WHERE reconciliation_id = :id AND status = ANY(:statuses)
         AND (subject, field) > (:subject, :field)
       ORDER BY subject, field
       LIMIT :limit
      """;

  /// What one has found, by object, notes among it.
  public List<Difference> differences(UUID id, Optional<After> after, int limit) {
    return differences(id, List.of(Status.FOUND, Status.REPAIRED, Status.NOTE), after, limit);
  }

  /// The first of what one has found, without notes.
  public List<Difference> found(UUID id, int limit) {
    return differences(id, List.of(Status.FOUND, Status.REPAIRED), Optional.empty(), limit);
  }

  /// The first of its notes.
  public List<Difference> notes(UUID id, int limit) {
    return differences(id, List.of(Status.NOTE), Optional.empty(), limit);
  }

  private List<Difference> differences(
      UUID id, List<Status> statuses, Optional<After> after, int limit) {
    var words = statuses.stream().map(Status::word).toList();
    return database.inTransaction(
        tx ->
            tx.query(DIFFERENCES)
                .bind("id", id)
                .bindArray("statuses", String.class, words)
                .bind("subject", after.map(After::subject).orElse(""))
                .bind("field", after.map(After::field).orElse(""))
                .bind("limit", limit)
                .map((row, _) -> difference(row))
                .list());
  }

  private static Difference difference(ResultSet row) throws SQLException {
    return new Difference(
        row.getString("subject"),
        row.getString("field"),
        Difference.Status.ofWord(row.getString("status")),
        Optional.ofNullable(row.getObject("user_id", UUID.class)),
        Optional.ofNullable(row.getString("stripe")),
        Optional.ofNullable(row.getString("ours")),
        Optional.ofNullable(row.getObject("amount", Long.class)),
        Optional.ofNullable(row.getString("currency")),
        Optional.ofNullable(row.getBigDecimal("credits")).map(Credits::exact));
  }

  private static final String MONEY =
      """
      SELECT currency, sum(amount)::bigint AS amount
        FROM tally.reconciliation_differences
       WHERE reconciliation_id = :id AND status IN ('found', 'repaired') AND amount IS NOT NULL
       GROUP BY currency
       ORDER BY currency
      """;

  private static final String CREDITS =
      """
      SELECT coalesce(sum(credits), 0)
        FROM tally.reconciliation_differences
       WHERE reconciliation_id = :id AND status IN ('found', 'repaired')
      """;

  private static final String NOTES =
      """
      SELECT field, count(*) AS notes
        FROM tally.reconciliation_differences
       WHERE reconciliation_id = :id AND status = 'note'
       GROUP BY field
      """;

  /// What all the differences of one come to.
  ///
  /// @param money what Stripe holds beyond what the database said, by currency, in its smallest
  ///   unit
  /// @param credits what Stripe's state gives beyond what was given
  /// @param notes how many of each kind
  public record Totals(Map<String, Long> money, Credits credits, Map<String, Long> notes) {
    public Totals {
      money = Map.copyOf(money);
      notes = Map.copyOf(notes);
    }
  }

  /// Adds up what one has found, repaired or not.
  public Totals totals(UUID id) {
    return database.inTransaction(
        tx ->
            new Totals(
                sums(tx, MONEY, id, "currency", "amount"),
                tx.query(CREDITS)
                    .bind("id", id)
                    .map((row, _) -> Credits.exact(row.getBigDecimal(1)))
                    .one(),
                sums(tx, NOTES, id, "field", "notes")));
  }

  private static Map<String, Long> sums(Tx tx, String sql, UUID id, String key, String value) {
    return tx
        .query(sql)
        .bind("id", id)
        .map((row, _) -> Map.entry(row.getString(key), row.getLong(value)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  // An event that arrived since is not missed any more.
  private static final String LEFT =
      """
      SELECT count(*)
        FROM (SELECT DISTINCT ON (d.subject) bool_or(d.status = 'found') AS is_left
                FROM tally.reconciliation_differences d
                JOIN tally.reconciliations r ON r.id = d.reconciliation_id
               WHERE d.status IN ('found', 'repaired') AND r.status <> 'running'
                 AND r.id >= coalesce((SELECT f.id
                                         FROM tally.reconciliations f
                                        WHERE f.status = 'done' AND f.since IS NULL
                                        ORDER BY f.id DESC
                                        LIMIT 1), CAST(:first AS uuid))
                 AND NOT (d.field = 'event'
                          AND EXISTS (SELECT FROM tally.stripe_events e
                                       WHERE e.id = substr(d.subject, length('event:') + 1)))
               GROUP BY d.subject, d.reconciliation_id
               ORDER BY d.subject, d.reconciliation_id DESC) objects
       WHERE is_left
      """;

  /// Objects that are left unlike Stripe, for metrics: those that the last comparison of everything
  /// found or one since, and none since has repaired.
  public long left() {
    return database.inTransaction(
        tx -> tx.query(LEFT).bind("first", new UUID(0, 0)).mapTo(Long.class).one());
  }

  // Where none ever ended, time runs from the first that was begun.
  private static final String REPAIRED_UNTIL =
      """
      SELECT coalesce(max(finished_at) FILTER (
                          WHERE status = 'done' AND is_repair
                            AND (since IS NULL OR since <= started_at - interval '168 hours')),
                      min(started_at))
        FROM tally.reconciliations
      """;

  /// How long ago the last one ended that repairs at least as much as a nightly one does, for
  /// metrics.
  ///
  /// @param start counts where none was ever begun
  public Duration age(Instant start, Instant now) {
    var until =
        database.inTransaction(
            tx ->
                tx.query(REPAIRED_UNTIL)
                    .map((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                    .one());
    return Duration.between(until.map(OffsetDateTime::toInstant).orElse(start), now);
  }

  private static final String REPAIRED =
      """
      SELECT count(*) FROM tally.reconciliation_differences WHERE status = 'repaired'
      """;

  /// How many differences were ever repaired.
  public long repaired() {
    return database.inTransaction(tx -> tx.query(REPAIRED).mapTo(Long.class).one());
  }
}
