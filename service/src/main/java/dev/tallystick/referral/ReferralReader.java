package dev.tallystick.referral;

import dev.tallystick.account.User;
import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/// Shows referrals; changes nothing. Pages follow `referred_id`, which no two referrals share.
public final class ReferralReader {
  /// A page holds at most this many referrals.
  public static final int PAGE_MAX = 500;

  private final Database database;

  public ReferralReader(Database database) {
    this.database = database;
  }

  /// A step of a referral's life.
  ///
  /// @param from empty where it began
  /// @param note what support wrote to itself; not for the two sides
  /// @param actor who took the step, as [dev.tallystick.account.Actor#word] has it
  public record Event(
      Instant at,
      Optional<Referral.Status> from,
      Referral.Status to,
      Optional<String> reason,
      Optional<String> note,
      String actor) {}

  // Each side is read by its own key, a page at most of either.
  private static final String OF_USER =
      """
      SELECT r.*, a.name AS referrer_name, a.status AS referrer_status,
             b.name AS referred_name, b.status AS referred_status
        FROM (
              (SELECT * FROM tally.referrals
                WHERE referrer_id = :user
                  AND (:status::text IS NULL OR status = :status)
                  AND (:before::uuid IS NULL OR referred_id < :before)
                ORDER BY referred_id DESC
                LIMIT :limit)
              UNION ALL
              (SELECT * FROM tally.referrals
                WHERE referred_id = :user
                  AND (:status::text IS NULL OR status = :status)
                  AND (:before::uuid IS NULL OR referred_id < :before))
             ) AS r
        JOIN tally.users AS a ON a.id = r.referrer_id
        JOIN tally.users AS b ON b.id = r.referred_id
       ORDER BY r.referred_id DESC
       LIMIT :limit
      """;

  /// Referrals of a user in both roles, by descending id of who was referred, which is by
  /// descending age where ids are UUIDv7.
  ///
  /// @param before only those of a smaller id: the last of the page before
  /// @param limit at most [#PAGE_MAX]
  public List<SeenReferral> ofUser(
      UUID user, Optional<Referral.Status> status, Optional<UUID> before, int limit) {
    return database.inTransaction(
        tx -> {
          customPlan(tx);
          return tx.query(OF_USER)
              .bind("user", user)
              .bind("status", status.map(Referral.Status::word).orElse(null))
              .bind("before", before.orElse(null))
              .bind("limit", Math.min(limit, PAGE_MAX))
              .map(ReferralReader::seen)
              .list();
        });
  }

  // Planned anew each time: filters that are absent fall out of the plan.
  private static void customPlan(Tx tx) {
    tx.update("SET LOCAL plan_cache_mode = force_custom_plan").execute();
  }

  private static final String ALL =
      """
      SELECT r.*, a.name AS referrer_name, a.status AS referrer_status,
             b.name AS referred_name, b.status AS referred_status
        FROM tally.referrals AS r
        JOIN tally.users AS a ON a.id = r.referrer_id
        JOIN tally.users AS b ON b.id = r.referred_id
       WHERE (:status::text IS NULL OR r.status = :status)
         AND (:before::uuid IS NULL OR r.referred_id < :before)
       ORDER BY r.referred_id DESC
       LIMIT :limit
      """;

  /// Referrals of all users, in the same order.
  public List<SeenReferral> all(
      Optional<Referral.Status> status, Optional<UUID> before, int limit) {
    return database.inTransaction(
        tx -> {
          customPlan(tx);
          return tx.query(ALL)
              .bind("status", status.map(Referral.Status::word).orElse(null))
              .bind("before", before.orElse(null))
              .bind("limit", Math.min(limit, PAGE_MAX))
              .map(ReferralReader::seen)
              .list();
        });
  }

  // The queue is as long as people are slow, so it is sorted as a whole.
  private static final String QUEUE =
      """
      SELECT r.*, a.name AS referrer_name, a.status AS referrer_status,
             b.name AS referred_name, b.status AS referred_status
        FROM tally.referrals AS r
        JOIN tally.users AS a ON a.id = r.referrer_id
        JOIN tally.users AS b ON b.id = r.referred_id
       WHERE r.status = 'review'
         AND (:after::uuid IS NULL OR (r.created_at, r.referred_id) >
              (SELECT created_at, referred_id FROM tally.referrals WHERE referred_id = :after))
       ORDER BY r.created_at, r.referred_id
       LIMIT :limit
      """;

  /// What a person has to look at, oldest first.
  ///
  /// @param after only those behind this referred user's: the last of the page before
  /// @param limit at most [#PAGE_MAX]
  public List<SeenReferral> reviewQueue(Optional<UUID> after, int limit) {
    return database.inTransaction(
        tx -> {
          customPlan(tx);
          return tx.query(QUEUE)
              .bind("after", after.orElse(null))
              .bind("limit", Math.min(limit, PAGE_MAX))
              .map(ReferralReader::seen)
              .list();
        });
  }

  private static final String OF_REFERRED =
      """
      SELECT r.*, a.name AS referrer_name, a.status AS referrer_status,
             b.name AS referred_name, b.status AS referred_status
        FROM tally.referrals AS r
        JOIN tally.users AS a ON a.id = r.referrer_id
        JOIN tally.users AS b ON b.id = r.referred_id
       WHERE r.referred_id = :referred
      """;

  /// The referral that brought a user.
  public Optional<SeenReferral> ofReferred(UUID referred) {
    return database.inTransaction(
        tx -> tx.query(OF_REFERRED).bind("referred", referred).map(ReferralReader::seen).findOne());
  }

  /// The referral of these two.
  public Optional<SeenReferral> find(Pair pair) {
    return ofReferred(pair.referred()).filter(seen -> seen.referral().pair().equals(pair));
  }

  private static final String HISTORY =
      """
      SELECT at, from_status, to_status, reason, note, actor
        FROM tally.referral_events
       WHERE referrer_id = :referrer AND referred_id = :referred
       ORDER BY id
      """;

  /// The life of a referral, from its beginning.
  public List<Event> history(Pair pair) {
    return database.inTransaction(
        tx ->
            tx.query(HISTORY)
                .bind("referrer", pair.referrer())
                .bind("referred", pair.referred())
                .map(ReferralReader::event)
                .list());
  }

  private static final String STANDING =
      """
      SELECT id, referral_code, referral_limit, referrals_used, status,
             (SELECT coalesce(sum(referrer_credits), 0) FROM tally.referrals
               WHERE referrer_id = u.id AND status = 'completed') AS earned_as_referrer,
             (SELECT coalesce(sum(referred_credits), 0) FROM tally.referrals
               WHERE referred_id = u.id AND status = 'completed') AS earned_as_referred
        FROM tally.users AS u
       WHERE id = :user
      """;

  // By the keys of both sides; what is under way is at most what may count.
  private static final String PENDING =
      """
      SELECT r.*, a.name AS referrer_name, a.status AS referrer_status,
             b.name AS referred_name, b.status AS referred_status
        FROM tally.referrals AS r
        JOIN tally.users AS a ON a.id = r.referrer_id
        JOIN tally.users AS b ON b.id = r.referred_id
       WHERE (r.referrer_id = :user OR r.referred_id = :user)
         AND r.status IN ('review', 'pending')
       ORDER BY r.referred_id DESC
       LIMIT :limit
      """;

  /// How a user stands; empty if there is none.
  public Optional<Standing> standing(UUID user) {
    return database.inTransaction(
        tx -> {
          var pending =
              tx.query(PENDING)
                  .bind("user", user)
                  .bind("limit", PAGE_MAX)
                  .map(ReferralReader::seen)
                  .list();
          return tx.query(STANDING)
              .bind("user", user)
              .map((row, _) -> standing(row, pending))
              .findOne();
        });
  }

  private static final String INVITATION =
      """
      SELECT id, name, status, referrals_used >= referral_limit AS is_limit_reached
        FROM tally.users
       WHERE referral_code = :code AND status <> 'deleted'
      """;

  /// What a code says; empty if nobody has it, or not any more.
  public Optional<Invitation> invitation(String code) {
    return database.inTransaction(
        tx ->
            tx.query(INVITATION)
                .bind("code", code)
                .map(
                    (row, _) ->
                        new Invitation(
                            row.getObject("id", UUID.class),
                            MaskedName.of(Optional.ofNullable(row.getString("name"))),
                            isActive(row.getString("status")),
                            row.getBoolean("is_limit_reached")))
                .findOne());
  }

  private static SeenReferral seen(ResultSet row, StatementContext context) throws SQLException {
    return new SeenReferral(
        ReferralRow.read(row, context), side(row, "referrer"), side(row, "referred"));
  }

  private static SeenReferral.Side side(ResultSet row, String role) throws SQLException {
    return new SeenReferral.Side(
        MaskedName.of(Optional.ofNullable(row.getString(role + "_name"))),
        isActive(row.getString(role + "_status")));
  }

  private static boolean isActive(String status) {
    return status.equals(User.Status.ACTIVE.word());
  }

  private static Standing standing(ResultSet row, List<SeenReferral> pending) throws SQLException {
    return new Standing(
        row.getObject("id", UUID.class),
        row.getString("referral_code"),
        row.getInt("referral_limit"),
        row.getInt("referrals_used"),
        isActive(row.getString("status")),
        Credits.exact(row.getBigDecimal("earned_as_referrer")),
        Credits.exact(row.getBigDecimal("earned_as_referred")),
        pending);
  }

  private static Event event(ResultSet row, StatementContext context) throws SQLException {
    return new Event(
        row.getObject("at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getString("from_status")).map(Referral.Status::ofWord),
        Referral.Status.ofWord(row.getString("to_status")),
        Optional.ofNullable(row.getString("reason")),
        Optional.ofNullable(row.getString("note")),
        row.getString("actor"));
  }
}
