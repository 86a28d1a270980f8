package dev.tallystick.stripe;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.time.Instant;

/// The events that Stripe sent: owns stripe_events.
public final class Inbox {
  private Inbox() {}

  private static final String NEXT_FETCH =
      """
      SELECT nextval('tally.stripe_events_seq_seq')
      """;

  /// The number of the fetch that is about to begin: above those of all events that were stored,
  /// and below those of all that will be.
  static long nextFetch(Database database) {
    return database.inTransaction(tx -> tx.query(NEXT_FETCH).mapTo(Long.class).one());
  }

  private static final String SETTLE =
      """
      UPDATE tally.stripe_events
         SET status = 'applied', settled_at = :now, retry_at = NULL
       WHERE subject = :subject AND seq < :fetch_no AND status IN ('waiting', 'failed')
      """;

  /// What a fetch saw was applied: so are the events about it that were stored before.
  static void settle(Tx tx, Subject subject, long fetchNo, Instant now) {
    tx.update(SETTLE)
        .bind("subject", subject.word())
        .bind("fetch_no", fetchNo)
        .bind("now", now)
        .execute();
  }
}
