package dev.tallystick.session;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Token;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The secrets of sessions: who holds one, and how it is replaced, after which the token before is
/// refused and the session is still the same.
final class Secrets {
  private Secrets() {}

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
    // As with opening: whoever revokes all sessions of the user does so before, or after.
    var _ = Sessions.lockUser(tx, user);
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

  private static final String BY_KIND =
      """
      SELECT * FROM tally.sessions WHERE id = :id AND kind = :kind
      """;

  /// The session of this token, which may have ended, if it is the token's secret.
  static Optional<Session> holder(Tx tx, Token token) {
    return tx.query(BY_KIND)
        .bind("id", token.id())
        .bind("kind", SessionKind.of(token).word())
        .map(SessionRow::proof)
        .findOne()
        .flatMap(proof -> proof.by(token));
  }

  /// The user of a session, in it.
  static Actor person(Session session) {
    return new Actor.Person(session.userId(), session.id());
  }

  private static Token of(Session session, Token drawn) {
    return new Token(session.kind().prefix(), session.id(), drawn.secret());
  }
}
