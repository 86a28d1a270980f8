package dev.tallystick.stripe.topup;

import dev.tallystick.credit.Account;
import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Whose credits ran short by the charges of one transaction. One who was short before is not noted
/// again by each further call: if credits were not bought for that, [ShortfallNotices] sees to it.
///
/// Not thread-safe.
public final class Shortfalls {
  private final List<Account> found = new ArrayList<>();

  /// An account that is locked was charged.
  public void charged(Account before, Account after) {
    if (after.isShort() && !before.isShort()) found.add(after);
  }

  /// Notes what was found, so that credits are bought once it is committed.
  ///
  /// @param ids new ones
  public void note(Tx tx, Instant now, Supplier<UUID> ids) {
    if (!found.isEmpty()) note(tx, found, now, ids);
  }

  // One is open at a time, whoever notices it.
  private static final String NOTE =
      """
      INSERT INTO tally.top_ups (user_id, id, status, available, retry_at, noticed_at)
      SELECT user_id, id, 'noticed', available, :now, :now
        FROM unnest(:users, :ids, :available) AS short (user_id, id, available)
          ON CONFLICT (user_id) WHERE status IN ('noticed', 'paying') DO NOTHING
      """;

  /// Notes that accounts, which are locked, are short.
  ///
  /// @return how many were not noted before
  static int note(Tx tx, Collection<Account> accounts, Instant now, Supplier<UUID> ids) {
    return tx.update(NOTE)
        .bindArray("users", UUID.class, accounts.stream().map(Account::userId).toArray())
        .bindArray("ids", UUID.class, accounts.stream().map(_ -> ids.get()).toArray())
        .bindArray(
            "available",
            BigDecimal.class,
            accounts.stream().map(Account::available).map(Credits::toBigDecimal).toArray())
        .bind("now", now)
        .execute();
  }
}
