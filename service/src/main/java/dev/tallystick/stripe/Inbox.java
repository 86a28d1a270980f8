package dev.tallystick.stripe;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The events that Stripe sent: owns stripe_events. That an event waits is said there and nowhere
/// else; a row of scheduled_tasks is only the alarm clock of one.
public final class Inbox {
  /// How often it is looked for events that wait without an alarm clock.
  public static final Duration ARM_INTERVAL = Duration.ofSeconds(30);

  /// The name of the task that applies one event.
  static final String TASK = "apply stripe event";

  private static final int BUSY_FROM = 4;

  private final Database database;
  private final InstantSource clock;
  private final AtomicInteger storing = new AtomicInteger();

  public Inbox(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private static final String STORE =
      """
      WITH stored AS (
          INSERT INTO tally.stripe_events
                 (id, type, subject, customer_id, api_version, payload, status, occurred_at,
                  received_at, settled_at)
          VALUES (:id, :type, :subject, :customer, :api_version,
                  CASE WHEN NOT EXISTS (SELECT FROM tally.stripe_customers
                                         WHERE is_orphaned
                                           AND id IN (:customer,
                                                      (SELECT customer_id
                                                         FROM tally.stripe_payments
                                                        WHERE id = :payment)))
                       THEN :payload::jsonb END,
                  :status, :occurred_at, :now, :settled_at)
          ON CONFLICT (id) DO NOTHING
          RETURNING id, status, received_at),
      armed AS (
          INSERT INTO tally.scheduled_tasks
                 (task_name, task_instance, execution_time, picked, version)
          SELECT :task, id, received_at, false, 1
            FROM stored
           WHERE status = 'waiting'
          ON CONFLICT (task_name, task_instance) DO NOTHING)
      SELECT count(*) FROM stored
      """;

  /// Stores an event and sets its alarm clock: after this it will be applied, whatever happens.
  ///
  /// @return whether it is new
  public boolean store(Event event) {
    storing.incrementAndGet();
    try {
      return insert(event);
    } finally {
      storing.decrementAndGet();
    }
  }

  /// Whether so many events are being stored that other work should give way: Stripe waits for that
  /// and sends again what took too long, while nobody waits for an event to be applied.
  boolean isBusy() {
    return storing.get() >= BUSY_FROM;
  }

  private boolean insert(Event event) {
    var now = now();
    boolean isWaiting = event.subject().isPresent();
    return database.inTransaction(
        tx ->
            tx.query(STORE)
                    .bind("id", event.id())
                    .bind("type", event.type())
                    .bind("subject", event.subject().map(Subject::word).orElse(null))
                    .bind("customer", event.customer().orElse(null))
                    .bind("payment", payment(event).orElse(null))
                    .bind("api_version", event.apiVersion().orElse(null))
                    .bind("payload", event.payload())
                    .bind("status", (isWaiting ? EventStatus.WAITING : EventStatus.IGNORED).word())
                    .bind("occurred_at", event.occurredAt())
                    .bind("now", now)
                    .bindByType("settled_at", isWaiting ? null : now, Instant.class)
                    .bind("task", TASK)
                    .mapTo(Integer.class)
                    .one()
                == 1);
  }

  private static Optional<String> payment(Event event) {
    return event.subject().filter(it -> it.kind() == Subject.Kind.PAYMENT).map(Subject::id);
  }

  private static final String NEXT_FETCH =
      """
      SELECT nextval('tally.stripe_events_seq_seq')
      """;

  /// The number of the fetch that is about to begin: above those of all events that were stored,
  /// and below those of all that will be.
  public static long nextFetch(Database database) {
    return database.inTransaction(tx -> tx.query(NEXT_FETCH).mapTo(Long.class).one());
  }

  private static final String SETTLE =
      """
      WITH settled AS (
          UPDATE tally.stripe_events
             SET status = 'applied', settled_at = :now, retry_at = NULL
           WHERE subject = :subject AND seq < :fetch_no AND status IN ('waiting', 'failed')
          RETURNING id),
      disarmed AS (
          DELETE FROM tally.scheduled_tasks
           WHERE task_name = :task
             AND task_instance IN (SELECT id FROM settled)
             AND NOT picked)
      SELECT count(*) FROM settled
      """;

  /// What a fetch saw was applied: so are the events about it that were stored before. Their alarm
  /// clocks go, but for those that a worker has in hand and puts away itself.
  ///
  /// @return how many events that were
  static int settle(Tx tx, Subject subject, long fetchNo, Instant now) {
    return tx.query(SETTLE)
        .bind("subject", subject.word())
        .bind("fetch_no", fetchNo)
        .bind("now", now)
        .bind("task", TASK)
        .mapTo(Integer.class)
        .one();
  }

  /// An event that waits.
  ///
  /// @param no another once it is replayed
  /// @param attempts how often it was tried in vain
  /// @param retryAt when it is to be tried again
  record Waiting(String id, long no, Subject subject, int attempts, Optional<Instant> retryAt) {}

  private static final String WAITING =
      """
      SELECT id, seq, subject, attempts, retry_at
        FROM tally.stripe_events
       WHERE id = :id AND status = 'waiting'
      """;

  /// The event, if it still waits.
  Optional<Waiting> waiting(String id) {
    return database.inTransaction(
        tx -> tx.query(WAITING).bind("id", id).map((row, _) -> waiting(row)).findOne());
  }

  private static Waiting waiting(ResultSet row) throws SQLException {
    return new Waiting(
        row.getString("id"),
        row.getLong("seq"),
        Subject.ofWord(row.getString("subject")),
        row.getInt("attempts"),
        StoredTime.read(row, "retry_at"));
  }

  private static final String NOTE_FAILURE =
      """
      UPDATE tally.stripe_events
         SET attempts = attempts + 1,
             last_error = :error,
             status = :status,
             retry_at = :retry_at
       WHERE id = :id AND status = 'waiting' AND attempts = :attempts
      """;

  /// Notes that an event was tried in vain, unless it was settled or tried by somebody else
  /// meanwhile.
  ///
  /// @param retryAt empty: not again
  void noteFailure(Waiting event, String error, Optional<Instant> retryAt) {
    var status = retryAt.isPresent() ? EventStatus.WAITING : EventStatus.FAILED;
    database.useTransaction(
        tx ->
            tx.update(NOTE_FAILURE)
                .bind("id", event.id())
                .bind("attempts", event.attempts())
                .bind("error", error)
                .bind("status", status.word())
                .bindByType("retry_at", retryAt.orElse(null), Instant.class)
                .execute());
  }

  private static final String ARM_WAITING =
      """
      INSERT INTO tally.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
      SELECT :task, id, coalesce(retry_at, received_at), false, 1
        FROM tally.stripe_events AS e
       WHERE status = 'waiting'
         AND NOT EXISTS (SELECT FROM tally.scheduled_tasks
                          WHERE task_name = :task AND task_instance = e.id)
      ON CONFLICT (task_name, task_instance) DO NOTHING
      """;

  /// Sets the alarm clock of events that wait without one. There should be none.
  ///
  /// @return how many there were
  public int armWaiting() {
    return database.inTransaction(tx -> tx.update(ARM_WAITING).bind("task", TASK).execute());
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
