package dev.tallystick.account;

import dev.tallystick.postgres.Tx;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The audit log: owns the table audit_log, which it only adds to. Personal details of a user go
/// when the user is deleted; the lines stay.
public final class Audit {
  /// What was done. Words are part of the API: they never change their meaning.
  public enum Action {
    USER_CREATED,
    USER_CHANGED,
    USER_SUSPENDED,
    USER_REACTIVATED,
    USER_CLOSED,
    /// Made a pseudonym.
    USER_DELETED,
    /// Given a role, in place of the one before if there was one.
    STAFF_ADDED,
    STAFF_REMOVED,
    KEY_CREATED,
    KEY_REVOKED,
    SESSION_OPENED,
    /// A new secret, for a client that did not get the answer with the first.
    SESSION_REISSUED,
    SESSION_REVOKED,
    /// All of a user's sessions at once, but for one that may have been kept.
    SESSION_REVOKED_ALL,
    IDENTITY_LINKED,
    IDENTITY_UNLINKED,
    /// A device login.
    LOGIN_APPROVED,
    LOGIN_DENIED,
    GRANT_GIVEN,
    /// All of a grant, or a part, was taken back.
    GRANT_REVERSED,
    /// A reversal was undone.
    GRANT_RESTORED,
    REFERRAL_REDEEMED,
    /// A code did not count; the details say why.
    REFERRAL_REFUSED,
    REFERRAL_APPROVED,
    /// Let go on after it was rejected or had expired.
    REFERRAL_APPEALED,
    REFERRAL_REJECTED,
    /// What it gave was taken back.
    REFERRAL_REVERSED,
    /// And put back.
    REFERRAL_REINSTATED,
    /// How auto top-up is set, by the user or because the card was declined.
    TOPUP_CHANGED,
    /// A pack or a plan was offered; that it was bought is said by the grant.
    CHECKOUT_OPENED,
    /// A link was given to where Stripe knows its holder as the user.
    PORTAL_OPENED,
    PRICES_IMPORTED,
    /// An event of Stripe's is applied again.
    EVENT_REPLAYED,
    /// An event of Stripe's is not applied; the details say why.
    EVENT_SKIPPED;

    /// As stored: `session.revoked_all`.
    public String word() {
      return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }
  }

  /// A change and who made it.
  ///
  /// @param user whom it is about
  /// @param subject what was changed, as `kind:id`
  /// @param details texts by name, never a secret; of a field that was changed `field.old` and
  ///   `field.new`
  public record Line(
      Actor actor,
      Action action,
      Optional<UUID> user,
      String subject,
      Map<String, String> details) {
    public Line {
      details = Map.copyOf(details);
    }

    /// A change of a user's own row.
    public static Line ofUser(Actor actor, Action action, UUID user, Map<String, String> details) {
      return new Line(actor, action, Optional.of(user), "user:" + user, details);
    }
  }

  /// A line as it was written.
  ///
  /// @param id grows from line to line
  /// @param actor who made the change, as [Actor#word] has it
  public record Entry(
      long id,
      Instant at,
      String actor,
      String action,
      Optional<UUID> user,
      String subject,
      Map<String, String> details) {
    public Entry {
      details = Map.copyOf(details);
    }
  }

  /// Which lines to list; an empty field does not narrow.
  ///
  /// @param before only lines with a smaller id: the last of the page before
  public record Filter(Optional<UUID> user, Optional<String> subject, Optional<Long> before) {}

  /// A page holds at most this many lines.
  public static final int PAGE_MAX = 500;

  /// Actions whose details may be personal: what a user was called, and words about them.
  private static final List<Action> PERSONAL =
      List.of(
          Action.USER_CHANGED, Action.USER_SUSPENDED, Action.USER_REACTIVATED, Action.USER_CLOSED);

  private Audit() {}

  private static final String WRITE =
      """
      INSERT INTO tally.audit_log (actor, action, user_id, subject, details)
      VALUES (:actor, :action, :user, :subject, jsonb_object(:names, :texts))
      """;

  /// Writes a line in the transaction of the change itself: there is no change without its line,
  /// and no line of a change that did not happen.
  public static void write(Tx tx, Line line) {
    var names = line.details().keySet().stream().sorted().toList();
    tx.update(WRITE)
        .bind("actor", line.actor().word())
        .bind("action", line.action().word())
        .bindByType("user", line.user().orElse(null), UUID.class)
        .bind("subject", line.subject())
        .bindArray("names", String.class, names)
        .bindArray("texts", String.class, names.stream().map(line.details()::get).toList())
        .execute();
  }

  // Planned anew each time: filters that are absent fall out of the plan.
  private static final String LIST =
      """
      SELECT id, at, actor, action, user_id, subject, detail.names, detail.texts
        FROM tally.audit_log,
             LATERAL (SELECT array_agg(key ORDER BY key) AS names,
                             array_agg(value ORDER BY key) AS texts
                        FROM jsonb_each_text(details)) AS detail
       WHERE (:user::uuid IS NULL OR user_id = :user)
         AND (:subject::text IS NULL OR subject = :subject)
         AND (:before::bigint IS NULL OR id < :before)
       ORDER BY id DESC
       LIMIT :limit
      """;

  /// Lines, newest first.
  ///
  /// @param limit at most [#PAGE_MAX]
  public static List<Entry> list(Tx tx, Filter filter, int limit) {
    tx.update("SET LOCAL plan_cache_mode = force_custom_plan").execute();
    return tx.query(LIST)
        .bind("user", filter.user().orElse(null))
        .bind("subject", filter.subject().orElse(null))
        .bind("before", filter.before().orElse(null))
        .bind("limit", Math.min(limit, PAGE_MAX))
        .map(Audit::read)
        .list();
  }

  private static Entry read(ResultSet row, StatementContext context) throws SQLException {
    return new Entry(
        row.getLong("id"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("actor"),
        row.getString("action"),
        Optional.ofNullable(row.getObject("user_id", UUID.class)),
        row.getString("subject"),
        details(row.getArray("names"), row.getArray("texts")));
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

  private static final String ERASE =
      """
      UPDATE tally.audit_log
         SET details = '{}'
       WHERE user_id = :user AND action = ANY (:actions) AND details <> '{}'
      """;

  /// Takes what is personal out of the lines about a user, who is deleted in this transaction. That
  /// the changes were made, when and by whom stays.
  public static void erasePersonal(Tx tx, UUID user) {
    var actions = PERSONAL.stream().map(Action::word).toList();
    tx.update(ERASE).bind("user", user).bindArray("actions", String.class, actions).execute();
  }
}
