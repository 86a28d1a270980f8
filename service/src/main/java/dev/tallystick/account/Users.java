package dev.tallystick.account;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// The users: owns the table users.
public final class Users {
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

  private static final String VERIFY_EMAIL =
      """
      UPDATE tally.users SET email_verified_at = :now WHERE id = :id AND email_verified_at IS NULL
      """;

  /// Notes that the user proved to hold the e-mail address, if that is the first time.
  public void verifyEmail(Tx tx, UUID id) {
    tx.update(VERIFY_EMAIL).bind("id", id).bind("now", clock.instant()).execute();
  }

  private static User read(ResultSet row, StatementContext context) throws SQLException {
    return new User(
        row.getObject("id", UUID.class),
        Optional.ofNullable(row.getString("email")),
        Optional.ofNullable(row.getString("name")),
        Optional.ofNullable(row.getString("image_url")),
        instant(row, "email_verified_at"),
        User.Status.ofWord(row.getString("status")),
        Optional.ofNullable(row.getString("stripe_customer_id")),
        row.getString("referral_code"),
        row.getInt("referral_limit"),
        instant(row, "next_quota_reset"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
  }
}
