package dev.tallystick.alert;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The alerts: owns the table alerts. Thread-safe.
public final class Alerts {
  /// A page holds at most this many alerts.
  public static final int PAGE_MAX = 500;

  private final Database database;
  private final InstantSource clock;

  public Alerts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  // Nobody is there to tell a deleted user's.
  private static final String RAISE =
      """
      INSERT INTO tally.alerts (user_id, id, kind, details, created_at)
      SELECT u.id, :id, :kind, jsonb_object(:names, :texts), :now
        FROM tally.users AS u
       WHERE u.id = :user AND u.status <> 'deleted'
      """;

  /// Tells a user something, in the transaction in which it happens.
  ///
  /// @param id a new one, greater than those before it
  public static void raise(
      Tx tx, UUID user, AlertKind kind, Map<String, String> details, UUID id, Instant now) {
    var names = details.keySet().stream().sorted().toList();
    tx.update(RAISE)
        .bind("user", user)
        .bind("id", id)
        .bind("kind", kind.word())
        .bindArray("names", String.class, names)
        .bindArray("texts", String.class, names.stream().map(details::get).toList())
        .bind("now", now)
        .execute();
  }

  /// Of an alert, and of its details by [#DETAILS].
  static final String COLUMNS =
      "a.user_id, a.id, a.kind, a.created_at, a.seen_at, detail.names, detail.texts";

  static final String DETAILS =
      """
      LATERAL (SELECT array_agg(key) AS names, array_agg(value) AS texts
                 FROM jsonb_each_text(a.details)) AS detail""";

  private static final String LIST =
      """
      SELECT %s
        FROM tally.alerts AS a, %s
       WHERE a.user_id = :user
         AND (:before::uuid IS NULL OR a.id < :before)
         AND (NOT :unseen OR a.seen_at IS NULL)
       ORDER BY a.id DESC
       LIMIT :limit
      """
          .formatted(COLUMNS, DETAILS);

  /// A user's alerts, newest first.
  ///
  /// @param isUnseen whether to leave out those that were seen
  /// @param before only older ones than that: the last of the page before
  /// @param limit at most [#PAGE_MAX]
  public List<Alert> list(UUID user, boolean isUnseen, Optional<UUID> before, int limit) {
    return database.inTransaction(
        tx ->
            tx.query(LIST)
                .bind("user", user)
                .bind("unseen", isUnseen)
                .bindByType("before", before.orElse(null), UUID.class)
                .bind("limit", Math.min(limit, PAGE_MAX))
                .map(Alerts::read)
                .list());
  }

  private static final String SEE =
      """
      WITH a AS (
          UPDATE tally.alerts
             SET seen_at = coalesce(seen_at, :now)
           WHERE user_id = :user AND id = :id
          RETURNING *
      )
      SELECT %s FROM a, %s
      """
          .formatted(COLUMNS, DETAILS);

  /// Notes that an alert was seen, if that is the first time; empty if the user has no such alert.
  public Optional<Alert> see(UUID user, UUID id) {
    return database.inTransaction(
        tx ->
            tx.query(SEE)
                .bind("user", user)
                .bind("id", id)
                .bind("now", clock.instant())
                .map(Alerts::read)
                .findOne());
  }

  static Alert read(ResultSet row, StatementContext context) throws SQLException {
    return new Alert(
        row.getObject("user_id", UUID.class),
        row.getObject("id", UUID.class),
        AlertKind.ofWord(row.getString("kind")),
        details(row.getArray("names"), row.getArray("texts")),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        StoredTime.read(row, "seen_at"));
  }

  private static Map<String, String> details(@Nullable Array names, @Nullable Array texts)
      throws SQLException {
    if (names == null || texts == null) return Map.of();
    var name = (String[]) names.getArray();
    var text = (String[]) texts.getArray();
    var details = new HashMap<String, String>();
    for (int i = 0; i < name.length; i++) details.put(name[i], text[i]);
    return details;
  }
}
