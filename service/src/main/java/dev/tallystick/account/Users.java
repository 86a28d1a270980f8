package dev.tallystick.account;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.statement.StatementContext;

/// The users: owns the table users.
public final class Users {
  /// A page holds at most this many users.
  public static final int PAGE_MAX = 500;

  private final Database database;
  private final InstantSource clock;
  private final BiConsumer<Tx, UUID> openCreditAccount;

  /// @param openCreditAccount opens a new user's credit account in the same transaction
  public Users(Database database, InstantSource clock, BiConsumer<Tx, UUID> openCreditAccount) {
    this.database = database;
    this.clock = clock;
    this.openCreditAccount = openCreditAccount;
  }

  // Whichever key is taken, nothing is inserted; a second query asks which it was.
  private static final String INSERT =
      """
      INSERT INTO tally.users (id, email, name, image_url, created_at)
      VALUES (:id, :email, :name, :image_url, :now)
      ON CONFLICT DO NOTHING
      RETURNING *
      """;

  /// Makes a user, with a credit account, once for each id.
  public Creation create(NewUser user, Actor actor) {
    return database.inTransaction(tx -> create(tx, user, actor));
  }

  /// Makes a user inside the caller's transaction.
  public Creation create(Tx tx, NewUser user, Actor actor) {
    var created =
        tx.query(INSERT)
            .bind("id", user.id())
            .bind("email", user.email().orElse(null))
            .bind("name", user.name().orElse(null))
            .bind("image_url", user.imageUrl().orElse(null))
            .bind("now", clock.instant())
            .map(Users::read)
            .findOne();
    if (created.isEmpty()) return refusal(tx, user);
    openCreditAccount.accept(tx, user.id());
    Audit.write(tx, Audit.Line.ofUser(actor, Audit.Action.USER_CREATED, user.id(), Map.of()));
    return new Creation.Created(created.get());
  }

  private static Creation refusal(Tx tx, NewUser user) {
    var before = find(tx, user.id());
    if (before.isEmpty()) return new Creation.EmailTaken();
    if (before.get().status() == User.Status.DELETED) return new Creation.UserDeleted();
    return user.describes(before.get())
        ? new Creation.Replayed(before.get())
        : new Creation.IdReused(before.get());
  }

  private static final String BY_ID =
      """
      SELECT * FROM tally.users WHERE id = :id
      """;

  private static Optional<User> find(Tx tx, UUID id) {
    return tx.query(BY_ID).bind("id", id).map(Users::read).findOne();
  }

  public Optional<User> find(UUID id) {
    return database.inTransaction(tx -> find(tx, id));
  }

  private static final String BY_EMAIL =
      """
      SELECT * FROM tally.users WHERE lower(email) = lower(:email)
      """;

  /// The user with this e-mail address, in whatever case.
  public Optional<User> findByEmail(String email) {
    return database.inTransaction(tx -> findByEmail(tx, email));
  }

  /// The same, as the caller's transaction sees it.
  public Optional<User> findByEmail(Tx tx, String email) {
    return tx.query(BY_EMAIL).bind("email", email).map(Users::read).findOne();
  }

  private static final String LOCK_BY_EMAIL =
      """
      SELECT * FROM tally.users WHERE lower(email) = lower(:email) FOR NO KEY UPDATE
      """;

  /// The same, locked until the transaction ends: until then the address stays the user's.
  public Optional<User> lockByEmail(Tx tx, String email) {
    return tx.query(LOCK_BY_EMAIL).bind("email", email).map(Users::read).findOne();
  }

  private static final String VERIFY_EMAIL =
      """
      UPDATE tally.users SET email_verified_at = :now WHERE id = :id AND email_verified_at IS NULL
      """;

  /// Notes that the user proved to hold the e-mail address, if that is the first time.
  public void verifyEmail(Tx tx, UUID id) {
    tx.update(VERIFY_EMAIL).bind("id", id).bind("now", clock.instant()).execute();
  }

  // Planned anew each time: filters that are absent fall out of the plan.
  private static final String LIST =
      """
      SELECT *
        FROM tally.users
       WHERE (:email_pattern::text IS NULL OR lower(email) LIKE :email_pattern)
         AND (:before::uuid IS NULL OR id < :before)
       ORDER BY id DESC
       LIMIT :limit
      """;

  /// Users by descending id, which is by descending age where ids are UUIDv7; deleted ones too.
  ///
  /// @param emailPrefix how their e-mail address begins, in whatever case
  /// @param before only users with a smaller id: the last of the page before
  /// @param limit at most [#PAGE_MAX]
  public List<User> list(Optional<String> emailPrefix, Optional<UUID> before, int limit) {
    var pattern = emailPrefix.map(Users::startingWith);
    return database.inTransaction(
        tx -> {
          tx.update("SET LOCAL plan_cache_mode = force_custom_plan").execute();
          return tx.query(LIST)
              .bind("email_pattern", pattern.orElse(null))
              .bind("before", before.orElse(null))
              .bind("limit", Math.min(limit, PAGE_MAX))
              .map(Users::read)
              .list();
        });
  }

  private static String startingWith(String prefix) {
    return prefix.toLowerCase(Locale.ROOT).replaceAll("([%_\\\\])", "\\\\$1") + "%";
  }

  private static final String LOCK =
      """
      SELECT * FROM tally.users WHERE id = :id FOR NO KEY UPDATE
      """;

  /// Locks a user until the transaction ends: no session is opened meanwhile, and nobody else
  /// changes the user.
  public Optional<User> lock(Tx tx, UUID id) {
    return tx.query(LOCK).bind("id", id).map(Users::read).findOne();
  }

  private static final String CHANGE =
      """
      UPDATE tally.users
         SET email = :email,
             name = :name,
             image_url = :image_url,
             email_verified_at = :email_verified_at,
             referral_limit = :referral_limit
       WHERE id = :id AND status <> 'deleted'
      RETURNING *
      """;

  /// Changes the fields of a user who is locked, and writes each that differs in the audit log.
  public User change(Tx tx, User user, UserFields after, Actor by) {
    var changed =
        tx.query(CHANGE)
            .bind("id", user.id())
            .bind("email", after.email().orElse(null))
            .bind("name", after.name().orElse(null))
            .bind("image_url", after.imageUrl().orElse(null))
            .bind("email_verified_at", after.emailVerifiedAt().orElse(null))
            .bind("referral_limit", after.referralLimit())
            .map(Users::read)
            .one();
    var changes = user.fields().changesTo(after);
    Audit.write(tx, Audit.Line.ofUser(by, Audit.Action.USER_CHANGED, user.id(), changes));
    return changed;
  }

  private static final String SET_STATUS =
      """
      UPDATE tally.users
         SET status = :status, status_reason = :reason
       WHERE id = :id AND status = :before
      RETURNING *
      """;

  /// Changes the status of a user who is locked.
  public User setStatus(Tx tx, User user, User.Status status, Optional<String> reason) {
    return tx.query(SET_STATUS)
        .bind("id", user.id())
        .bind("before", user.status().word())
        .bind("status", status.word())
        .bind("reason", reason.orElse(null))
        .map(Users::read)
        .one();
  }

  private static final String ERASE =
      """
      UPDATE tally.users
         SET status = 'deleted',
             status_reason = NULL,
             email = NULL,
             name = NULL,
             image_url = NULL,
             email_verified_at = NULL
       WHERE id = :id
      RETURNING *
      """;

  /// Leaves nothing personal in the row of a user who is locked.
  public User erase(Tx tx, UUID id) {
    return tx.query(ERASE).bind("id", id).map(Users::read).one();
  }

  private static User read(ResultSet row, StatementContext context) throws SQLException {
    return new User(
        row.getObject("id", UUID.class),
        Optional.ofNullable(row.getString("email")),
        Optional.ofNullable(row.getString("name")),
        Optional.ofNullable(row.getString("image_url")),
        StoredTime.read(row, "email_verified_at"),
        User.Status.ofWord(row.getString("status")),
        Optional.ofNullable(row.getString("status_reason")),
        Optional.ofNullable(row.getString("stripe_customer_id")),
        row.getString("referral_code"),
        row.getInt("referral_limit"),
        StoredTime.read(row, "next_quota_reset"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
