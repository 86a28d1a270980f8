package dev.tallystick.stripe;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a person decides about events: that one is applied again, or not at all.
public final class EventDecisions {
  /// How long a reason may be.
  public static final int REASON_CHARS_MAX = 500;

  private final Database database;
  private final InstantSource clock;

  public EventDecisions(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What becomes of a decision.
  public sealed interface Outcome {
    record Done() implements Outcome {}

    record EventUnknown() implements Outcome {}

    /// The status does not allow it.
    record Refused(EventStatus status) implements Outcome {}
  }

  /// Why the status of an event refuses a decision, for people.
  public static String refusal(EventStatus status) {
    return switch (status) {
      case IGNORED -> "the event is about nothing that is mirrored, so there is nothing to do";
      case APPLIED -> "the event is applied";
      case SKIPPED -> "the event is skipped already";
      case WAITING, FAILED -> "the event changed meanwhile; look at it again";
    };
  }

  // With a number of its own, as if it came now: only a fetch that begins after this settles it.
  private static final String REPLAY =
      """
      WITH replayed AS (
          UPDATE tally.stripe_events
             SET status = 'waiting', seq = DEFAULT, attempts = 0, retry_at = NULL, settled_at = NULL
           WHERE id = :id AND subject IS NOT NULL
          RETURNING id, received_at),
      armed AS (
          INSERT INTO tally.scheduled_tasks AS t
                 (task_name, task_instance, execution_time, picked, version)
          SELECT :task, id, received_at, false, 1
            FROM replayed
          ON CONFLICT (task_name, task_instance) DO UPDATE
             SET execution_time = excluded.execution_time
           WHERE NOT t.picked)
      SELECT count(*) FROM replayed
      """;

  /// Lets an event be applied again, whatever became of it: what it is about is fetched anew.
  public Outcome replay(String id, Actor actor) {
    return database.inTransaction(
        tx -> {
          int replayed =
              tx.query(REPLAY).bind("id", id).bind("task", Inbox.TASK).mapTo(Integer.class).one();
          return decided(tx, id, replayed == 1, actor, Audit.Action.EVENT_REPLAYED, Map.of());
        });
  }

  private static final String SKIP =
      """
      UPDATE tally.stripe_events
         SET status = 'skipped', settled_at = :now, retry_at = NULL
       WHERE id = :id AND status IN ('waiting', 'failed')
      """;

  /// Lets an event be that is not applied.
  ///
  /// @param reason why, for who reads the audit log
  public Outcome skip(String id, String reason, Actor actor) {
    return database.inTransaction(
        tx -> {
          int skipped = tx.update(SKIP).bind("id", id).bind("now", StoredTime.now(clock)).execute();
          var details = Map.of("reason", reason);
          return decided(tx, id, skipped == 1, actor, Audit.Action.EVENT_SKIPPED, details);
        });
  }

  private static final String STATUS =
      """
      SELECT status FROM tally.stripe_events WHERE id = :id
      """;

  private static Outcome decided(
      Tx tx,
      String id,
      boolean isDone,
      Actor actor,
      Audit.Action action,
      Map<String, String> details) {
    if (isDone) {
      var subject = "stripe_event:" + id;
      Audit.write(tx, new Audit.Line(actor, action, Optional.empty(), subject, details));
      return new Outcome.Done();
    }
    return tx.query(STATUS)
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .<Outcome>map(word -> new Outcome.Refused(EventStatus.ofWord(word)))
        .orElseGet(Outcome.EventUnknown::new);
  }

  private static final String FAILED =
      """
      SELECT id FROM tally.stripe_events WHERE status = 'failed' ORDER BY seq
      """;

  /// The ids of all that failed.
  public List<String> failed() {
    return database.inTransaction(tx -> tx.query(FAILED).mapTo(String.class).list());
  }
}
