package dev.tallystick.session;

import dev.tallystick.account.Token;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The secrets of sessions, replaced: the session stays the one it is, its token before is refused.
final class Secrets {
  private Secrets() {}

  // As with opening: whoever revokes all sessions of the user does so before, or after.
  private static final String LOCK_USER =
      """
      SELECT id FROM tally.users WHERE id = :user FOR NO KEY UPDATE
      """;

  private static final String REPLACE =
      """
      UPDATE tally.sessions s
         SET secret_hash = :secret_hash
        FROM tally.users u
       WHERE u.id = :user
         AND s.user_id = :user
         AND s.id = :id
         AND s.revoked_at IS NULL
         AND s.idle_expires_at > :now
         AND s.expires_at > :now
         AND s.user_epoch = u.session_epoch
         AND u.status = 'active'
      RETURNING s.*
      """;

  static Optional<Opening.Opened> replace(Tx tx, UUID user, UUID id, Instant now) {
    var _ = tx.query(LOCK_USER).bind("user", user).mapTo(UUID.class).one();
    var drawn = Token.random("", id);
    return tx.query(REPLACE)
        .bind("user", user)
        .bind("id", id)
        .bind("secret_hash", drawn.secretHash())
        .bind("now", now)
        .map(SessionRow::read)
        .findOne()
        .map(session -> new Opening.Opened(session, of(session, drawn)));
  }

  private static Token of(Session session, Token drawn) {
    return new Token(session.kind().prefix(), session.id(), drawn.secret());
  }
}
