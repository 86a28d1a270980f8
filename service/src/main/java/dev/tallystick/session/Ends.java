package dev.tallystick.session;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// How sessions end before their time, with who ended them and why.
final class Ends {
  private Ends() {}

  private static final String REVOKE =
      """
      UPDATE tally.sessions
         SET revoked_at = :now, revoked_reason = :reason, revoked_by = :by
       WHERE user_id = :user AND id = :id AND revoked_at IS NULL
      """;

  /// Ends one session of a user; how many that were.
  static int revoke(Tx tx, UUID user, UUID id, Session.EndReason reason, Actor by, Instant now) {
    int ended =
        tx.update(REVOKE)
            .bind("user", user)
            .bind("id", id)
            .bind("now", now)
            .bind("reason", reason.word())
            .bind("by", by.word())
            .execute();
    var details = Map.of("reason", reason.word());
    if (ended > 0) {
      Audit.write(tx, Sessions.line(by, Audit.Action.SESSION_REVOKED, user, id, details));
    }
    return ended;
  }

  /// Why sessions end that somebody ends on purpose.
  static Session.EndReason reason(Actor by, UUID user) {
    boolean isOwner = by instanceof Actor.Person(var userId, var _) && userId.equals(user);
    return isOwner ? Session.EndReason.SIGNED_OUT : Session.EndReason.REVOKED;
  }

  private static final String NEXT_EPOCH =
      """
      UPDATE tally.users SET session_epoch = session_epoch + 1 WHERE id = :user
      """;

  private static final String KEEP =
      """
      UPDATE tally.sessions s
         SET user_epoch = u.session_epoch
        FROM tally.users u
       WHERE u.id = :user AND s.user_id = :user AND s.id = :kept AND s.revoked_at IS NULL
      """;

  private static final String REVOKE_ALL =
      """
      UPDATE tally.sessions
         SET revoked_at = :now, revoked_reason = :reason, revoked_by = :by
       WHERE user_id = :user
         AND revoked_at IS NULL
         AND idle_expires_at > :now
         AND expires_at > :now
         AND id IS DISTINCT FROM :kept
      RETURNING id
      """;

  /// Ends all sessions of a user but for one that may be kept; which, or empty if there is no such
  /// user.
  static Optional<List<UUID>> revokeAll(
      Tx tx, UUID user, Optional<UUID> kept, Actor by, Instant now) {
    // It locks the user's row: who signs in now does so before all of this, or after.
    if (tx.update(NEXT_EPOCH).bind("user", user).execute() == 0) return Optional.empty();
    kept.ifPresent(id -> tx.update(KEEP).bind("user", user).bind("kept", id).execute());
    var ended =
        tx.query(REVOKE_ALL)
            .bind("user", user)
            .bindByType("kept", kept.orElse(null), UUID.class)
            .bind("now", now)
            .bind("reason", reason(by, user).word())
            .bind("by", by.word())
            .mapTo(UUID.class)
            .list();
    var details = Map.of("sessions", Integer.toString(ended.size()));
    Audit.write(tx, Audit.Line.ofUser(by, Audit.Action.SESSION_REVOKED_ALL, user, details));
    return Optional.of(ended);
  }
}
