package dev.tallystick.stripe.shop;

import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.Customers;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.Syncing;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes at Stripe the customers of users who were deleted here. Thread-safe; several servers may
/// do it at once.
public final class CustomerDeletion {
  private static final Logger log = LoggerFactory.getLogger(CustomerDeletion.class);

  /// The pause after each round.
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final int BATCH_MAX = 100;

  private final Database database;
  private final CustomerApi stripe;
  private final Syncing syncing;
  private final Customers customers;

  CustomerDeletion(Database database, CustomerApi stripe, Syncing syncing, Customers customers) {
    this.database = database;
    this.stripe = stripe;
    this.syncing = syncing;
    this.customers = customers;
  }

  private static final String ORPHANS =
      """
      SELECT id
        FROM tally.stripe_customers
       WHERE is_orphaned AND NOT is_deleted AND id > :after
       ORDER BY id
       LIMIT :limit
      """;

  /// Deletes all that are due; returns how many. One that Stripe refuses to delete holds up no
  /// other.
  ///
  /// @throws StripeUnavailable if Stripe gives no answer: the rest is for the next round
  public int deleteOrphans() {
    int deleted = 0;
    var batch = orphans("");
    while (!batch.isEmpty()) {
      for (var id : batch) {
        if (delete(id)) deleted++;
      }
      batch = orphans(batch.getLast());
    }
    return deleted;
  }

  private List<String> orphans(String after) {
    return database.inTransaction(
        tx ->
            tx.query(ORPHANS)
                .bind("after", after)
                .bind("limit", BATCH_MAX)
                .mapTo(String.class)
                .list());
  }

  private boolean delete(String id) {
    try {
      stripe.closeCheckouts(id);
      stripe.delete(id);
    } catch (StripeRefused refused) {
      // Deleted before, as a rule: what is fetched says so.
      if (!refused.code().equals(StripeRefused.MISSING)) {
        log.warn("The customer {} of a deleted user is still at Stripe", id, refused);
        return false;
      }
    }
    try {
      syncing.sync(new Subject(Subject.Kind.CUSTOMER, id));
    } catch (StripeRefused refused) {
      if (!refused.code().equals(StripeRefused.MISSING)) throw refused;
      // Stripe never had it, or forgot that it did.
      customers.markDeleted(id);
    }
    return true;
  }
}
