package dev.tallystick.stripe.topup;

import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Notices the shortfalls that no charge noticed: after a refund, a dispute or an expiry, after a
/// top-up that was not enough, and in a new month. Thread-safe, and safe to run in several
/// processes at once.
public final class ShortfallNotices {
  /// How often [#noticeShort] should run.
  public static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final int PAGE_MAX = 500;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final Database database;
  private final Ledger ledger;
  private final InstantSource clock;

  public ShortfallNotices(Database database, Ledger ledger, InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.clock = clock;
  }

  // Where the month's amount is used up, nothing is noted before the next month or other settings.
  private static final String SHORT =
      """
      SELECT s.user_id
        FROM tally.auto_top_ups AS s
        JOIN tally.users AS u ON u.id = s.user_id
        JOIN tally.credit_accounts AS a ON a.user_id = s.user_id
       WHERE s.is_enabled AND u.status = 'active' AND s.user_id > :after
         AND a.short_below > (SELECT coalesce(sum(g.balance), 0)
                                FROM tally.credit_grants AS g
                               WHERE g.user_id = s.user_id AND NOT g.is_spent
                                 AND (g.expires_at IS NULL OR g.expires_at > :now))
                             - a.debt - a.held
         AND NOT EXISTS (SELECT FROM tally.top_ups AS t
                          WHERE t.user_id = s.user_id
                            AND (t.status IN ('noticed', 'paying')
                                 OR t.status = 'capped'
                                    AND t.settled_at >= greatest(:month, s.updated_at)))
       ORDER BY s.user_id
       LIMIT :limit
      """;

  /// Notes who is short, and returns how many that were.
  public int noticeShort() {
    int noted = 0;
    var last = BEFORE_ALL;
    List<UUID> page;
    do {
      var after = last;
      page = database.inTransaction(tx -> page(tx, after));
      for (var user : page) {
        noted += database.inTransaction(tx -> notice(tx, user));
        last = user;
      }
    } while (page.size() == PAGE_MAX);
    return noted;
  }

  private List<UUID> page(Tx tx, UUID after) {
    var now = clock.instant();
    return tx.query(SHORT)
        .bind("after", after)
        .bind("now", now)
        .bind("month", monthOf(now))
        .bind("limit", PAGE_MAX)
        .mapTo(UUID.class)
        .list();
  }

  private int notice(Tx tx, UUID user) {
    var account = Optional.ofNullable(ledger.lock(tx, List.of(user)).get(user));
    if (account.isEmpty() || !account.get().isShort()) return 0;
    var now = StoredTime.now(clock);
    return Shortfalls.note(tx, List.of(account.get()), now, ledger::newId);
  }

  /// When the calendar month began, in UTC.
  static Instant monthOf(Instant now) {
    return monthOf(now, 0);
  }

  /// When the calendar month begins that is so many after this one.
  static Instant monthOf(Instant now, int later) {
    var month = YearMonth.from(now.atOffset(ZoneOffset.UTC)).plusMonths(later);
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
