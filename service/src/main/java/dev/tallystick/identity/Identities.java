package dev.tallystick.identity;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.account.Creation;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.NewUser;
import dev.tallystick.account.User;
import dev.tallystick.account.Users;
import dev.tallystick.identity.Linking.Account;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.session.NewSession;
import dev.tallystick.session.Opening;
import dev.tallystick.session.SessionKind;
import dev.tallystick.session.Sessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.StatementContext;

/// The identities: owns the table identities. Thread-safe.
public final class Identities {
  private final Database database;
  private final Users users;
  private final Sessions sessions;
  private final KeyedHashes hashes;
  private final SignUp signUp;
  private final InstantSource clock;
  private final Supplier<UUID> ids;

  public Identities(
      Database database,
      Users users,
      Sessions sessions,
      KeyedHashes hashes,
      SignUp signUp,
      InstantSource clock,
      Supplier<UUID> ids) {
    this.database = database;
    this.users = users;
    this.sessions = sessions;
    this.hashes = hashes;
    this.signUp = signUp;
    this.clock = clock;
    this.ids = ids;
  }

  /// What came of claims that were proven.
  sealed interface Outcome {
    record SignedIn(Opening.Opened opened) implements Outcome {}

    record Linked() implements Outcome {}

    record Refused(Refusal reason) implements Outcome {}
  }

  // Callbacks of one account wait here for each other, so that the second finds what the first
  // made.
  private static final String LOCK_ACCOUNT =
      """
      SELECT pg_advisory_xact_lock(hashtextextended(:provider || chr(10) || :account, 0))
      """;

  private static final String BY_ACCOUNT =
      """
      SELECT u.id, u.status, u.email_verified_at
        FROM tally.identities i JOIN tally.users u ON u.id = i.user_id
       WHERE i.provider = :provider AND i.provider_account_id = :account AND i.unlinked_at IS NULL
      """;

  // Locked: until the identity is linked, the address stays the user's, and verified.
  private static final String BY_EMAIL =
      """
      SELECT id, status, email_verified_at
        FROM tally.users
       WHERE lower(email) = lower(:email)
         FOR NO KEY UPDATE
      """;

  /// Signs in whoever the claims are of, with a new web session: one transaction links, signs up
  /// where that is open, and opens the session.
  ///
  /// @param label of the session
  /// @param network where the browser is, if that says anything
  Outcome signIn(Claims claims, Optional<String> label, Optional<String> network) {
    // Keys of hashes are read in transactions of their own.
    var networkHash = network.map(it -> hashes.of(KeyedHashes.Purpose.NETWORK, it));
    var arrival = new Arrival(hash(claims), label, networkHash);
    return database.inTransaction(
        tx -> {
          lock(tx, claims);
          return signIn(tx, claims, arrival);
        });
  }

  /// What is stored of a sign-in beside the claims.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Arrival(
      byte[] accountHash, Optional<String> label, Optional<byte[]> networkHash) {}

  private Outcome signIn(Tx tx, Claims claims, Arrival arrival) {
    var linking = Linking.ofSignIn(claims, byAccount(tx, claims), byEmail(tx, claims), signUp);
    return switch (linking) {
      case Linking.Known(var user) -> {
        var outcome = open(tx, new Actor.Person(user, ids.get()), arrival);
        touch(tx, claims);
        yield outcome;
      }
      case Linking.SameEmail(var user) -> linkAndOpen(tx, claims, arrival, user);
      case Linking.NewUser() -> signUp(tx, claims, arrival);
      case Linking.Refused(var reason) -> new Outcome.Refused(reason);
      case Linking.Asked _ -> throw new IllegalStateException("nobody asked");
    };
  }

  /// Only a verified address becomes the user's: one that anybody can type in would take it from
  /// whom it belongs to.
  private Outcome signUp(Tx tx, Claims claims, Arrival arrival) {
    var user = new NewUser(ids.get(), claims.verifiedEmail(), claims.name(), claims.imageUrl());
    var person = new Actor.Person(user.id(), ids.get());
    return switch (users.create(tx, user, person)) {
      case Creation.Created _ -> {
        if (user.email().isPresent()) users.verifyEmail(tx, user.id());
        link(tx, claims, arrival.accountHash(), person);
        yield open(tx, person, arrival);
      }
      // Another sign-up took the address in between; now it can be seen.
      case Creation.EmailTaken() -> signIn(tx, claims, arrival);
      case Creation.Replayed _, Creation.IdReused _, Creation.UserDeleted() ->
          throw new IllegalStateException("an id was made twice: " + user.id());
    };
  }

  private Outcome linkAndOpen(Tx tx, Claims claims, Arrival arrival, UUID user) {
    var person = new Actor.Person(user, ids.get());
    link(tx, claims, arrival.accountHash(), person);
    return open(tx, person, arrival);
  }

  private Outcome open(Tx tx, Actor.Person person, Arrival arrival) {
    var request =
        new NewSession(
                person.sessionId(),
                person.userId(),
                SessionKind.WEB,
                arrival.label(),
                List.of(),
                Optional.empty())
            .from(arrival.networkHash());
    return switch (sessions.open(tx, request, person)) {
      case Opening.Opened opened -> new Outcome.SignedIn(opened);
      case Opening.UserInactive(), Opening.UserUnknown() ->
          new Outcome.Refused(Refusal.USER_INACTIVE);
      case Opening.Replayed _, Opening.IdReused() ->
          throw new IllegalStateException("an id was made twice: " + request.id());
    };
  }

  private static final String BY_ID =
      """
      SELECT id, status, email_verified_at FROM tally.users WHERE id = :user FOR NO KEY UPDATE
      """;

  /// Links a further account to a user who is signed in and asked for it.
  Outcome link(Claims claims, Actor.Person person) {
    var accountHash = hash(claims);
    return database.inTransaction(
        tx -> {
          lock(tx, claims);
          // From here to the provider and back takes a while.
          if (!Sessions.isLive(tx, person)) return new Outcome.Refused(Refusal.SIGNED_OUT);
          var asking = tx.query(BY_ID).bind("user", person.userId()).map(Identities::account).one();
          return switch (Linking.ofAsking(asking, byAccount(tx, claims))) {
            case Linking.Known _ -> {
              touch(tx, claims);
              yield new Outcome.Linked();
            }
            case Linking.Asked _ -> {
              link(tx, claims, accountHash, person);
              yield new Outcome.Linked();
            }
            case Linking.Refused(var reason) -> new Outcome.Refused(reason);
            case Linking.SameEmail _, Linking.NewUser() ->
                throw new IllegalStateException("no address was compared");
          };
        });
  }

  /// What stays of an account for ever. Accounts are short numbers at some providers: a plain hash
  /// of them would be found by trying all.
  private byte[] hash(Claims claims) {
    return hashes.of(
        KeyedHashes.Purpose.PROVIDER_ACCOUNT, claims.provider() + "\n" + claims.accountId());
  }

  private static void lock(Tx tx, Claims claims) {
    tx.query(LOCK_ACCOUNT)
        .bind("provider", claims.provider())
        .bind("account", claims.accountId())
        .mapTo(String.class)
        .one();
  }

  private static Optional<Account> byAccount(Tx tx, Claims claims) {
    return tx.query(BY_ACCOUNT)
        .bind("provider", claims.provider())
        .bind("account", claims.accountId())
        .map(Identities::account)
        .findOne();
  }

  private static Optional<Account> byEmail(Tx tx, Claims claims) {
    return claims
        .email()
        .flatMap(
            email -> tx.query(BY_EMAIL).bind("email", email).map(Identities::account).findOne());
  }

  private static Account account(ResultSet row, StatementContext context) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("status").equals(User.Status.ACTIVE.word()),
        row.getObject("email_verified_at", OffsetDateTime.class) != null);
  }

  private static final String INSERT =
      """
      INSERT INTO tally.identities
          (user_id, id, provider, provider_account_id, account_hash, email, email_verified,
           created_at, last_signed_in_at)
      VALUES (:user, :id, :provider, :account, :account_hash, :email, :email_verified, :now, :now)
      """;

  private void link(Tx tx, Claims claims, byte[] accountHash, Actor.Person person) {
    var id = ids.get();
    tx.update(INSERT)
        .bind("user", person.userId())
        .bind("id", id)
        .bind("provider", claims.provider())
        .bind("account", claims.accountId())
        .bind("account_hash", accountHash)
        .bind("email", claims.email().orElse(null))
        .bind("email_verified", claims.isEmailVerified())
        .bind("now", clock.instant())
        .execute();
    var details = Map.of("provider", claims.provider());
    Audit.write(tx, line(person, Audit.Action.IDENTITY_LINKED, person.userId(), id, details));
  }

  private static final String TOUCH =
      """
      UPDATE tally.identities
         SET email = :email, email_verified = :email_verified, last_signed_in_at = :now
       WHERE provider = :provider AND provider_account_id = :account AND unlinked_at IS NULL
      """;

  private void touch(Tx tx, Claims claims) {
    tx.update(TOUCH)
        .bind("provider", claims.provider())
        .bind("account", claims.accountId())
        .bind("email", claims.email().orElse(null))
        .bind("email_verified", claims.isEmailVerified())
        .bind("now", clock.instant())
        .execute();
  }

  private static final String LIST =
      """
      SELECT *
        FROM tally.identities
       WHERE user_id = :user AND unlinked_at IS NULL
       ORDER BY id
      """;

  /// The identities that a user signs in with, oldest first.
  public List<Identity> list(UUID user) {
    return database.inTransaction(
        tx -> tx.query(LIST).bind("user", user).map(Identities::read).list());
  }

  private static Identity read(ResultSet row, StatementContext context) throws SQLException {
    return new Identity(
        row.getObject("id", UUID.class),
        row.getString("provider"),
        Optional.ofNullable(row.getString("email")),
        row.getBoolean("email_verified"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_signed_in_at", OffsetDateTime.class).toInstant());
  }

  /// What came of unlinking an identity.
  public sealed interface Unlinking {
    record Unlinked() implements Unlinking {}

    /// The user has no such identity, or has none any more.
    record NotFound() implements Unlinking {}

    /// The user could not sign in again: there is no other identity and no address for a code.
    record LastWayIn() implements Unlinking {}
  }

  // A statement of its own: whoever unlinks another identity of the user has done so before it.
  private static final String LOCK_USER =
      """
      SELECT FROM tally.users WHERE id = :user FOR NO KEY UPDATE
      """;

  private static final String OTHER_WAYS =
      """
      SELECT EXISTS (SELECT FROM tally.users WHERE id = :user AND email IS NOT NULL)
          OR EXISTS (SELECT
                       FROM tally.identities
                      WHERE user_id = :user AND id <> :id AND unlinked_at IS NULL)
      """;

  private static final String UNLINK =
      """
      UPDATE tally.identities
         SET provider_account_id = NULL, email = NULL, email_verified = false, unlinked_at = :now
       WHERE user_id = :user AND unlinked_at IS NULL AND (:id::uuid IS NULL OR id = :id::uuid)
      RETURNING id
      """;

  /// Unlinks an identity, unless it is the user's last way in.
  public Unlinking unlink(UUID id, Actor.Person person) {
    var user = person.userId();
    return database.inTransaction(
        tx -> {
          tx.query(LOCK_USER).bind("user", user).mapToMap().one();
          boolean hasOtherWays =
              tx.query(OTHER_WAYS).bind("user", user).bind("id", id).mapTo(Boolean.class).one();
          if (!hasOtherWays) return new Unlinking.LastWayIn();
          if (unlink(tx, user, Optional.of(id), clock.instant()).isEmpty())
            return new Unlinking.NotFound();
          Audit.write(tx, line(person, Audit.Action.IDENTITY_UNLINKED, user, id, Map.of()));
          return new Unlinking.Unlinked();
        });
  }

  /// Unlinks all identities of a user who is deleted in this transaction. Of each stays that it was
  /// here: see [#wereSeenBefore].
  public static void unlinkAll(Tx tx, UUID user, Instant now) {
    var _ = unlink(tx, user, Optional.empty(), now);
  }

  /// Unlinks all identities of a user who goes on, and writes each in the audit log.
  static void unlinkAll(Tx tx, Actor.Person person, Instant now) {
    var user = person.userId();
    for (var id : unlink(tx, user, Optional.empty(), now)) {
      Audit.write(tx, line(person, Audit.Action.IDENTITY_UNLINKED, user, id, Map.of()));
    }
  }

  private static List<UUID> unlink(Tx tx, UUID user, Optional<UUID> id, Instant now) {
    return tx.query(UNLINK)
        .bind("user", user)
        .bindByType("id", id.orElse(null), UUID.class)
        .bind("now", now)
        .mapTo(UUID.class)
        .list();
  }

  private static final String SEEN_BEFORE =
      """
      SELECT EXISTS (
          SELECT
            FROM tally.identities mine
            JOIN tally.identities other ON other.account_hash = mine.account_hash
           WHERE mine.user_id = :user AND other.user_id <> mine.user_id)
      """;

  /// Whether any account that the user signs in with, or did, was another user's: one that was
  /// deleted, or that unlinked it. What is given once to each person was given then.
  public static boolean wereSeenBefore(Tx tx, UUID user) {
    return tx.query(SEEN_BEFORE).bind("user", user).mapTo(Boolean.class).one();
  }

  private static Audit.Line line(
      Actor actor, Audit.Action action, UUID user, UUID id, Map<String, String> details) {
    return new Audit.Line(actor, action, Optional.of(user), "identity:" + id, details);
  }
}
