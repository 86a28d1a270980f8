package dev.tallystick.referral;

import dev.tallystick.postgres.Database;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/// Users made by SQL, for tests that need thousands.
public final class TestingUsers {
  private TestingUsers() {}

  /// A user, and the code that others redeem.
  public record Someone(UUID id, String code) {}

  private static final String MAKE =
      """
      WITH made AS (
          INSERT INTO tally.users (id, referral_code, created_at)
          SELECT id, 'ref-' || id, :at FROM unnest(:ids) AS id
      )
      INSERT INTO tally.credit_accounts (user_id) SELECT id FROM unnest(:ids) AS id
      """;

  /// Users whose ids the random numbers decide, and with them the order of their locks.
  public static List<Someone> make(Database database, Random random, int count, Instant signedUp) {
    var ids =
        Stream.generate(() -> new UUID(random.nextLong(), random.nextLong()))
            .limit(count)
            .toArray(UUID[]::new);
    database.useTransaction(
        tx ->
            tx.update(MAKE)
                .bindArray("ids", UUID.class, (Object[]) ids)
                .bind("at", signedUp)
                .execute());
    return Stream.of(ids).map(id -> new Someone(id, "ref-" + id)).toList();
  }

  /// Sets how many referrals of a user count.
  static void setLimit(Database database, Someone user, int limit) {
    database.useTransaction(
        tx ->
            tx.update("UPDATE tally.users SET referral_limit = :limit WHERE id = :id")
                .bind("limit", limit)
                .bind("id", user.id())
                .execute());
  }

  private static final String SHARE_NETWORK =
      """
      INSERT INTO tally.user_networks (user_id, network_hash)
      SELECT id, sha256(:first::text::bytea) FROM unnest(:users) AS id
      """;

  /// Lets users have signed in from one network, which no others were in.
  public static void shareNetwork(Database database, List<Someone> users) {
    database.useTransaction(
        tx ->
            tx.update(SHARE_NETWORK)
                .bind("first", users.getFirst().id())
                .bindArray("users", UUID.class, users.stream().map(Someone::id).toArray())
                .execute());
  }
}
