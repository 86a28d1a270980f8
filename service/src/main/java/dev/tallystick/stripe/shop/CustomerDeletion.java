package dev.tallystick.stripe.shop;

import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.Customers;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.StripeUnavailable;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.Syncing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes at Stripe the customers of users who were deleted here. Thread-safe; several servers may
/// do it at once.
public final class CustomerDeletion {
  private static final Logger log = LoggerFactory.getLogger(CustomerDeletion.class);

  /// The pause after each round.
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final int BATCH_MAX = 100;

  /// After so many in a row, Stripe is out of reach and not at fault with one customer.
  private static final int FAILURES_MAX = 3;

  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(10);

  private final Database database;
  private final CustomerApi stripe;
  private final Syncing syncing;
  private final Customers customers;
  private final InstantSource clock;

  /// Until when those are left alone that Stripe refuses to delete.
  private final Map<String, Instant> refused = new ConcurrentHashMap<>();

  /// Where the next round begins: behind those at which one was given up.
  private volatile String after = "";

  CustomerDeletion(
      Database database,
      CustomerApi stripe,
      Syncing syncing,
      Customers customers,
      InstantSource clock) {
    this.database = database;
    this.stripe = stripe;
    this.syncing = syncing;
    this.customers = customers;
    this.clock = clock;
  }

  private static final String ORPHANS =
      """
      SELECT id
        FROM tally.stripe_customers
       WHERE is_orphaned AND NOT is_deleted AND id > :after
       ORDER BY id
       LIMIT :limit
      """;

  /// Deletes all that are due; returns how many. One that Stripe refuses to delete, or gives no
  /// answer about, holds up no other.
  ///
  /// @throws StripeUnavailable if Stripe gave no answer about some: they are for a later round
  public int deleteOrphans() {
    int deleted = 0;
    int failedInARow = 0;
    Optional<StripeUnavailable> failure = Optional.empty();
    var batch = orphans();
    while (!batch.isEmpty() && failedInARow < FAILURES_MAX) {
      for (var id : batch) {
        after = id;
        try {
          if (delete(id)) deleted++;
          failedInARow = 0;
        } catch (StripeUnavailable outage) {
          failure = failure.or(() -> Optional.of(outage));
          if (++failedInARow == FAILURES_MAX) break;
        }
      }
      if (failedInARow < FAILURES_MAX) batch = orphans();
    }
    // Where all were tried, the next round begins with the first.
    if (batch.isEmpty()) after = "";
    if (failure.isPresent()) throw failure.get();
    return deleted;
  }

  private List<String> orphans() {
    return database.inTransaction(
        tx ->
            tx.query(ORPHANS)
                .bind("after", after)
                .bind("limit", BATCH_MAX)
                .mapTo(String.class)
                .list());
  }

  private boolean delete(String id) {
    if (refused.getOrDefault(id, Instant.MIN).isAfter(clock.instant())) return false;
    try {
      deleteNow(id);
      refused.remove(id);
      return true;
    } catch (StripeRefused no) {
      log.warn("The customer {} of a deleted user is still at Stripe", id, no);
      refused.put(id, clock.instant().plus(REFUSED_PAUSE));
      return false;
    }
  }

  private void deleteNow(String id) {
    try {
      stripe.closeCheckouts(id);
      stripe.delete(id);
    } catch (StripeRefused no) {
      // Deleted before, as a rule: what is fetched says so.
      if (!no.code().equals(StripeRefused.MISSING)) throw no;
    }
    try {
      syncing.sync(new Subject(Subject.Kind.CUSTOMER, id));
    } catch (StripeRefused no) {
      if (!no.code().equals(StripeRefused.MISSING)) throw no;
      // Stripe never had it, or forgot that it did.
      customers.markDeleted(id);
    }
  }
}
