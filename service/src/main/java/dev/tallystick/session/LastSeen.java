package dev.tallystick.session;

import dev.tallystick.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// Notes when sessions were used, beside the checks that saw it: a check never waits for a write.
/// What a process saw in its last second may be lost with it. Thread-safe.
final class LastSeen {
  /// How often the use of a session is noted at most.
  static final Duration STEP = Duration.ofMinutes(1);

  private static final int WAITING_MAX = 100_000;

  private final Database database;
  private final SessionLimits limits;
  private final ConcurrentHashMap<UUID, Use> waiting = new ConcurrentHashMap<>();

  private record Use(Instant at, Instant idleExpiresAt) {}

  LastSeen(Database database, SessionLimits limits) {
    this.database = database;
    this.limits = limits;
  }

  /// Notes, unless that was done within the last minute, that a session is used.
  void note(Session session, Instant now) {
    if (now.isBefore(session.lastSeenAt().plus(STEP)) || waiting.size() >= WAITING_MAX) return;
    waiting.put(session.id(), new Use(now, now.plus(limits.of(session.kind()).idle())));
  }

  // A session that ended meanwhile stays ended. One that is locked is being revoked, or noted by
  // another server: it is left alone, so that nobody waits.
  private static final String WRITE =
      """
      WITH used AS (
          SELECT s.id, u.at, u.idle_expires_at
            FROM unnest(:ids, :at::timestamptz[], :idle_expires_at::timestamptz[])
                     AS u (id, at, idle_expires_at)
            JOIN tally.sessions s ON s.id = u.id
           WHERE s.revoked_at IS NULL
             AND s.idle_expires_at > u.at
             AND s.expires_at > u.at
             AND s.last_seen_at < u.at
             FOR NO KEY UPDATE OF s SKIP LOCKED
      )
      UPDATE tally.sessions s
         SET last_seen_at = used.at, idle_expires_at = least(used.idle_expires_at, s.expires_at)
        FROM used
       WHERE s.id = used.id
      """;

  /// Writes what was noted; returns on how many sessions.
  int write() {
    var ids = new ArrayList<UUID>();
    var at = new ArrayList<String>();
    var idleExpiresAt = new ArrayList<String>();
    for (var id : waiting.keySet()) {
      var use = waiting.remove(id);
      if (use == null) continue;
      ids.add(id);
      at.add(use.at().toString());
      idleExpiresAt.add(use.idleExpiresAt().toString());
    }
    if (ids.isEmpty()) return 0;
    return database.inTransaction(
        tx ->
            tx.update(WRITE)
                .bindArray("ids", UUID.class, ids)
                .bindArray("at", String.class, at)
                .bindArray("idle_expires_at", String.class, idleExpiresAt)
                .execute());
  }
}
