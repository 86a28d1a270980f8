package dev.tallystick.message;

import dev.tallystick.postgres.Database;
import java.util.Optional;
import java.util.UUID;

/// Erases what deleted users asked and were answered. Counts, costs and credits stay.
///
/// A user may have millions of messages, so it is done after the deletion, page by page, and begins
/// anew if it is interrupted. What comes after the deletion is stored without bodies: see
/// [NewMessage#withoutBodies].
public final class Erasure {
  private static final int PAGE = 200;

  private final Database database;

  public Erasure(Database database) {
    this.database = database;
  }

  private static final String NEXT_USER =
      """
      SELECT id FROM tally.users WHERE status = 'deleted' AND bodies_kept ORDER BY id LIMIT 1
      """;

  private static final String DONE =
      """
      UPDATE tally.users SET bodies_kept = false WHERE id = :user AND status = 'deleted'
      """;

  /// Erases the bodies of each deleted user's messages; returns of how many users.
  public int eraseBodies() {
    int users = 0;
    while (true) {
      var next = database.inTransaction(tx -> tx.query(NEXT_USER).mapTo(UUID.class).findOne());
      if (next.isEmpty()) return users;
      var user = next.get();
      var page = erasePage(user, Optional.empty());
      while (page.isPresent()) page = erasePage(user, page);
      database.useTransaction(tx -> tx.update(DONE).bind("user", user).execute());
      users++;
    }
  }

  private static final String ERASE_PAGE =
      """
      WITH page AS (
          SELECT id
            FROM tally.messages
           WHERE user_id = :user AND (:after::uuid IS NULL OR id > :after)
           ORDER BY id
           LIMIT :limit
      ), erased AS (
          UPDATE tally.messages m
             SET request = NULL, response = NULL, usage = '{}'
            FROM page
           WHERE m.user_id = :user AND m.id = page.id
      )
      SELECT id FROM page ORDER BY id DESC LIMIT 1
      """;

  /// The last message of the page; empty if there is none after `after`.
  private Optional<UUID> erasePage(UUID user, Optional<UUID> after) {
    return database.inTransaction(
        tx ->
            tx.query(ERASE_PAGE)
                .bind("user", user)
                .bind("after", after.orElse(null))
                .bind("limit", PAGE)
                .mapTo(UUID.class)
                .findOne());
  }
}
