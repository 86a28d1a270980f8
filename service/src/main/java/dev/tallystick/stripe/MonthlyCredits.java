package dev.tallystick.stripe;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.postgres.StoredTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives the credits of the months of longer periods, each when it begins. Asks nothing of Stripe.
/// Thread-safe, and safe to run in several processes at once.
public final class MonthlyCredits {
  private static final Logger log = LoggerFactory.getLogger(MonthlyCredits.class);
  private static final int PAGE_MAX = 500;

  /// How often [#giveDue] should run.
  public static final Duration INTERVAL = Duration.ofMinutes(1);

  private final Database database;
  private final Purchases purchases;
  private final InstantSource clock;

  MonthlyCredits(Database database, Purchases purchases, InstantSource clock) {
    this.database = database;
    this.purchases = purchases;
    this.clock = clock;
  }

  /// Gives what is due, each invoice's in a transaction of its own, and returns of how many there
  /// was any. One that fails does not keep the others waiting.
  public int giveDue() {
    var now = StoredTime.now(clock);
    int given = 0;
    var last = "";
    List<Invoices.Due> page;
    do {
      var after = last;
      page = database.inTransaction(tx -> Invoices.due(tx, now, after, PAGE_MAX));
      for (var due : page) {
        if (isGiven(due, now)) given++;
        last = due.id();
      }
    } while (page.size() == PAGE_MAX);
    return given;
  }

  private boolean isGiven(Invoices.Due due, Instant now) {
    try {
      return database.inTransaction(tx -> purchases.giveMonths(tx, due, now));
    } catch (RuntimeException failure) {
      // Then the others fail as well: the next round finds them.
      if (SqlState.of(failure).isUnavailable()) throw failure;
      log.warn("{} waits, and is tried again: {}", due.id(), failure.getMessage());
      return false;
    }
  }
}
