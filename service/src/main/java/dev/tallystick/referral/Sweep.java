package dev.tallystick.referral;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Goes through referrals that a query selects, each in a transaction of its own, which asks the
/// query again under its locks. The query takes `now`, `referred` (null: all), `after` and `limit`,
/// and orders by the referred user.
final class Sweep {
  private static final Logger log = LoggerFactory.getLogger(Sweep.class);
  private static final int PAGE_MAX = 500;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Database database;
  private final InstantSource clock;

  Sweep(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What is done to one referral.
  interface Work {
    /// Whether anything was.
    boolean on(Tx tx, Pair pair);
  }

  /// Works on all that the query selects, and returns on how many something was done. One that
  /// fails does not keep the others waiting.
  int each(String sql, Work work) {
    int worked = 0;
    var last = BEFORE_ALL;
    List<Pair> page;
    do {
      var after = last;
      page = database.inTransaction(tx -> page(tx, sql, after));
      for (var pair : page) {
        if (isDone(work, pair)) worked++;
        last = pair.referred();
      }
    } while (page.size() == PAGE_MAX);
    return worked;
  }

  private boolean isDone(Work work, Pair pair) {
    try {
      return database.inTransaction(tx -> work.on(tx, pair));
    } catch (RuntimeException failure) {
      // Then the others fail as well: the next round finds them.
      if (SqlState.of(failure).isUnavailable()) throw failure;
      log.warn("{} waits, and is tried again: {}", pair.subject(), failure.getMessage());
      return false;
    }
  }

  private List<Pair> page(Tx tx, String sql, UUID after) {
    return tx.query(sql)
        .bind("now", clock.instant())
        .bindByType("referred", null, UUID.class)
        .bind("after", after)
        .bind("limit", PAGE_MAX)
        .map(
            (row, _) ->
                new Pair(
                    row.getObject("referrer_id", UUID.class),
                    row.getObject("referred_id", UUID.class)))
        .list();
  }

  /// The referral, if the query selects it now.
  static Optional<Referral> find(Tx tx, String sql, Pair pair, Instant now) {
    // With its parameters as constants, or it would be planned for all and begin at the first.
    tx.update("SET LOCAL plan_cache_mode = force_custom_plan").execute();
    return tx.query(sql)
        .bind("now", now)
        .bind("referred", pair.referred())
        .bind("after", BEFORE_ALL)
        .bind("limit", 1)
        .map(ReferralRow::read)
        .findOne();
  }
}
