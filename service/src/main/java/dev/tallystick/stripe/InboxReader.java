package dev.tallystick.stripe;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// Reads the events that Stripe sent, and what became of them.
public final class InboxReader {
  /// A page holds at most this many events.
  public static final int PAGE_MAX = 500;

  private final Database database;

  public InboxReader(Database database) {
    this.database = database;
  }

  /// An event as it is stored.
  ///
  /// @param no grows from event to event; one that is replayed gets another
  /// @param subject what is fetched because of it, as `kind:id`
  /// @param lastError why the last try was in vain
  public record SeenEvent(
      String id,
      long no,
      String type,
      EventStatus status,
      Optional<String> subject,
      Optional<String> customer,
      Optional<String> apiVersion,
      int attempts,
      Optional<String> lastError,
      Optional<Instant> retryAt,
      Instant occurredAt,
      Instant receivedAt,
      Optional<Instant> settledAt) {}

  /// Which events to list; an empty field does not narrow.
  ///
  /// @param before only events with a smaller number: the last of the page before
  public record Filter(
      Optional<EventStatus> status, Optional<String> subject, Optional<Long> before) {}

  // Planned anew each time: filters that are absent fall out of the plan.
  private static final String LIST =
      """
      SELECT id, seq, type, status, subject, customer_id, api_version, attempts, last_error,
             retry_at, occurred_at, received_at, settled_at
        FROM tally.stripe_events
       WHERE (:status::text IS NULL OR status = :status)
         AND (:subject::text IS NULL OR subject = :subject)
         AND (:before::bigint IS NULL OR seq < :before)
       ORDER BY seq DESC
       LIMIT :limit
      """;

  /// Events, newest first.
  ///
  /// @param limit at most [#PAGE_MAX]
  public List<SeenEvent> list(Filter filter, int limit) {
    return database.inTransaction(
        tx -> {
          tx.update("SET LOCAL plan_cache_mode = force_custom_plan").execute();
          return tx.query(LIST)
              .bind("status", filter.status().map(EventStatus::word).orElse(null))
              .bind("subject", filter.subject().orElse(null))
              .bind("before", filter.before().orElse(null))
              .bind("limit", Math.min(limit, PAGE_MAX))
              .map((row, _) -> read(row))
              .list();
        });
  }

  private static final String FIND =
      """
      SELECT id, seq, type, status, subject, customer_id, api_version, attempts, last_error,
             retry_at, occurred_at, received_at, settled_at
        FROM tally.stripe_events
       WHERE id = :id
      """;

  public Optional<SeenEvent> find(String id) {
    return database.inTransaction(
        tx -> tx.query(FIND).bind("id", id).map((row, _) -> read(row)).findOne());
  }

  private static SeenEvent read(ResultSet row) throws SQLException {
    return new SeenEvent(
        row.getString("id"),
        row.getLong("seq"),
        row.getString("type"),
        EventStatus.ofWord(row.getString("status")),
        Optional.ofNullable(row.getString("subject")),
        Optional.ofNullable(row.getString("customer_id")),
        Optional.ofNullable(row.getString("api_version")),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("last_error")),
        StoredTime.read(row, "retry_at"),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        row.getObject("received_at", OffsetDateTime.class).toInstant(),
        StoredTime.read(row, "settled_at"));
  }

  /// How much is open.
  ///
  /// @param waitingSince when the oldest came that waits
  public record Open(long waiting, long failed, Optional<Instant> waitingSince) {
    /// For how long the oldest has waited.
    public Duration lag(Instant now) {
      return waitingSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
    }
  }

  private static final String OPEN =
      """
      SELECT count(*) FILTER (WHERE status = 'waiting') AS waiting,
             count(*) FILTER (WHERE status = 'failed') AS failed,
             min(received_at) FILTER (WHERE status = 'waiting') AS waiting_since
        FROM tally.stripe_events
       WHERE status IN ('waiting', 'failed')
      """;

  /// Counts what is not settled.
  public Open open() {
    return database.inTransaction(
        tx ->
            tx.query(OPEN)
                .map(
                    (row, _) ->
                        new Open(
                            row.getLong("waiting"),
                            row.getLong("failed"),
                            StoredTime.read(row, "waiting_since")))
                .one());
  }
}
