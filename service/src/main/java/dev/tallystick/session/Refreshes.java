package dev.tallystick.session;

import dev.tallystick.account.Actor;
import dev.tallystick.account.CheckedTokens.Proof;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.Token;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// Web sessions whose token lives for minutes and is renewed by a refresh token, which changes with
/// each use: owns the table session_refreshes. A stolen token is good for a short time, and a
/// refresh token that two parties use ends the session. Thread-safe.
public final class Refreshes {
  private static final Actor DETECTION = new Actor.Job("refresh");

  private final Database database;
  private final InstantSource clock;
  private final KeyedHashes hashes;
  private final Sessions sessions;
  private final Duration tokenLifetime;

  /// @param tokenLifetime of a session token between two refreshes
  public Refreshes(
      Database database,
      InstantSource clock,
      KeyedHashes hashes,
      Sessions sessions,
      Duration tokenLifetime) {
    this.database = database;
    this.clock = clock;
    this.hashes = hashes;
    this.sessions = sessions;
    this.tokenLifetime = tokenLifetime;
  }

  /// What came of opening a session.
  ///
  /// @param refreshToken of one that was opened now; the only copy
  public record Opened(Opening opening, Optional<Token> refreshToken) {}

  private static final String INSERT =
      """
      INSERT INTO tally.session_refreshes (user_id, session_id, family_hash, current_hash)
      VALUES (:user, :id, :family_hash, :current_hash)
      """;

  private static final String LIMIT_TOKEN =
      """
      UPDATE tally.sessions SET token_expires_at = least(:token_expires_at, expires_at)
       WHERE user_id = :user AND id = :id
      RETURNING *
      """;

  /// Gives a web session that was opened in this transaction a refresh token.
  public Opened begin(Tx tx, Opening opening) {
    return switch (opening) {
      case Opening.Opened(var session, var token) -> begin(tx, session, token);
      case Opening.Replayed(var session) when session.tokenExpiresAt().isEmpty() ->
          new Opened(new Opening.IdReused(), Optional.empty());
      case Opening refused -> new Opened(refused, Optional.empty());
    };
  }

  private Opened begin(Tx tx, Session session, Token token) {
    var first = RefreshToken.first(session.id());
    tx.update(INSERT)
        .bind("user", session.userId())
        .bind("id", session.id())
        .bind("family_hash", RefreshToken.family(first).secretHash())
        .bind("current_hash", first.secretHash())
        .execute();
    var limited =
        tx.query(LIMIT_TOKEN)
            .bind("user", session.userId())
            .bind("id", session.id())
            .bind("token_expires_at", now().plus(tokenLifetime))
            .map(SessionRow::read)
            .one();
    return new Opened(new Opening.Opened(limited, token), Optional.of(first));
  }

  // Of no effect, so that who knows but the id of a session keeps nobody waiting.
  private static final String FAMILY =
      """
      SELECT r.user_id, r.family_hash
        FROM tally.sessions s
        JOIN tally.session_refreshes r ON r.user_id = s.user_id AND r.session_id = s.id
       WHERE s.id = :id
      """;

  private static final String FIND =
      """
      SELECT s.*, r.current_hash, r.previous_hash, r.rotated_at
        FROM tally.session_refreshes r
        JOIN tally.sessions s ON s.user_id = r.user_id AND s.id = r.session_id
        JOIN tally.users u ON u.id = s.user_id
       WHERE s.id = :id
         AND s.revoked_at IS NULL
         AND s.idle_expires_at > :now
         AND s.expires_at > :now
         AND s.user_epoch = u.session_epoch
         AND u.status = 'active'
      """;

  private record Found(Session session, Rotation.Stored stored) {
    static Found read(ResultSet row, StatementContext context) throws SQLException {
      var session = SessionRow.read(row, context);
      var rotatedAt = row.getObject("rotated_at", OffsetDateTime.class);
      return new Found(
          session,
          new Rotation.Stored(
              row.getBytes("current_hash"),
              Optional.ofNullable(row.getBytes("previous_hash")),
              rotatedAt == null ? session.createdAt() : rotatedAt.toInstant()));
    }
  }

  /// Uses a refresh token.
  public Refreshing refresh(String text) {
    var parsed = RefreshToken.parse(text);
    if (parsed.isEmpty()) return new Refreshing.Unknown();
    var presented = parsed.get();
    var next = RefreshToken.after(presented, hashes);
    var token = RefreshToken.sessionToken(presented, hashes);
    var now = now();
    var refreshing = database.inTransaction(tx -> refresh(tx, presented, next, token, now));
    // The notification comes to this server as well, but not before its answer.
    if (!(refreshing instanceof Refreshing.Unknown)) sessions.forget(presented.id());
    return refreshing;
  }

  private Refreshing refresh(Tx tx, Token presented, Token next, Token token, Instant now) {
    var user = owner(tx, presented);
    if (user.isEmpty()) return new Refreshing.Unknown();
    // Uses of one token wait here for each other, and a revocation for them, or they for it.
    var _ = Sessions.lockUser(tx, user.get());
    var found =
        tx.query(FIND).bind("id", presented.id()).bind("now", now).map(Found::read).findOne();
    if (found.isEmpty()) return new Refreshing.Unknown();
    var session = found.get().session();
    return switch (Rotation.of(found.get().stored(), presented, now)) {
      case REPEAT -> new Refreshing.Refreshed(session, token, next);
      case REUSED -> {
        int _ =
            Ends.revoke(
                tx, session.userId(), session.id(), Session.EndReason.TOKEN_REUSED, DETECTION, now);
        yield new Refreshing.Reused();
      }
      case ROTATE -> {
        rotate(tx, session, next, now);
        yield new Refreshing.Refreshed(renew(tx, session, token, now), token, next);
      }
    };
  }

  /// Whose session it is that the token is of, or was.
  private static Optional<UUID> owner(Tx tx, Token presented) {
    return tx.query(FAMILY)
        .bind("id", presented.id())
        .map(
            (row, _) ->
                new Proof<>(row.getObject("user_id", UUID.class), row.getBytes("family_hash")))
        .findOne()
        .flatMap(proof -> proof.by(RefreshToken.family(presented)));
  }

  private static final String ROTATE =
      """
      UPDATE tally.session_refreshes
         SET previous_hash = current_hash, current_hash = :next_hash, rotated_at = :now
       WHERE user_id = :user AND session_id = :id
      """;

  private static void rotate(Tx tx, Session session, Token next, Instant now) {
    tx.update(ROTATE)
        .bind("user", session.userId())
        .bind("id", session.id())
        .bind("next_hash", next.secretHash())
        .bind("now", now)
        .execute();
  }

  private static final String RENEW =
      """
      UPDATE tally.sessions
         SET secret_hash = :secret_hash,
             token_expires_at = least(:token_expires_at, expires_at),
             last_seen_at = :now,
             idle_expires_at = least(:idle_expires_at, expires_at)
       WHERE user_id = :user AND id = :id
      RETURNING *
      """;

  private Session renew(Tx tx, Session session, Token token, Instant now) {
    return tx.query(RENEW)
        .bind("user", session.userId())
        .bind("id", session.id())
        .bind("secret_hash", token.secretHash())
        .bind("token_expires_at", now.plus(tokenLifetime))
        .bind("idle_expires_at", now.plus(sessions.idleLifetime(session.kind())))
        .bind("now", now)
        .map(SessionRow::read)
        .one();
  }

  /// To the microsecond, which is what PostgreSQL keeps.
  private Instant now() {
    return StoredTime.now(clock);
  }
}
