package dev.tallystick.login;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.account.Authority;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.KeyedHashes.Purpose;
import dev.tallystick.account.Staff;
import dev.tallystick.account.User;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Device logins as the person sees them who decides: found by their user code, approved, denied.
/// Owns the table login_tries. Thread-safe.
public final class Approvals {
  /// How many wrong codes a person has in [#TRIES_WINDOW]. Right ones do not win them back.
  static final int TRIES_MAX = 5;

  static final Duration TRIES_WINDOW = Duration.ofMinutes(10);

  private final Database database;
  private final InstantSource clock;
  private final KeyedHashes hashes;

  public Approvals(Database database, InstantSource clock, KeyedHashes hashes) {
    this.database = database;
    this.clock = clock;
    this.hashes = hashes;
  }

  private static final String FIND =
      """
      SELECT * FROM tally.login_requests WHERE user_code_hash = :user_code_hash AND expires_at > :now
      """;

  /// The login with this code, for a signed-in user to decide on. Binds nothing.
  public Lookup find(LoginCode userCode, UUID user) {
    var hash = hash(userCode);
    return database.inTransaction(
        tx -> {
          var now = now();
          var refused = refusal(tx, user, now);
          if (refused.isPresent()) return refused.get();
          var found = find(tx, hash, now);
          if (found.isPresent()) return new Lookup.Found(found.get());
          return wrong(tx, user);
        });
  }

  private static Optional<LoginRequest> find(Tx tx, byte[] userCodeHash, Instant now) {
    return tx.query(FIND)
        .bind("user_code_hash", userCodeHash)
        .bind("now", now)
        .map(StoredLogin::readRequest)
        .findOne();
  }

  // Who approved may do so again until the client has redeemed: for a person whose page was lost,
  // with its paste code.
  private static final String APPROVE =
      """
      UPDATE tally.login_requests r
         SET status = 'approved', user_id = u.id, user_epoch = u.session_epoch, decided_at = :now,
             decided_by = :by,
             paste_code_hash = CASE WHEN r.is_pasted THEN :paste_code_hash::bytea END
        FROM tally.users u
       WHERE r.user_code_hash = :user_code_hash
         AND r.expires_at > :now
         AND (r.status = 'pending' OR (r.status = 'approved' AND r.user_id = u.id))
         AND u.id = :user
      RETURNING r.*
      """;

  /// Lets the client of this code sign in as `user`.
  ///
  /// @param by who says so: the user, or a back end with a page of its own
  public Decision approve(LoginCode userCode, UUID user, Authority by) {
    var userCodeHash = hash(userCode);
    var pasteCode = LoginCode.random();
    var pasteCodeHash = hash(pasteCode);
    return decide(
        userCodeHash,
        user,
        by,
        tx ->
            tx.query(APPROVE)
                .bind("user_code_hash", userCodeHash)
                .bind("paste_code_hash", pasteCodeHash)
                .bind("user", user)
                .bind("by", by.actor().word())
                .bind("now", now())
                .map(StoredLogin::readRequest)
                .findOne()
                .map(
                    login -> {
                      write(tx, by.actor(), Audit.Action.LOGIN_APPROVED, user, login);
                      return new Decision.Approved(
                          login, Optional.of(pasteCode).filter(_ -> login.isPasted()));
                    }));
  }

  private static final String DENY =
      """
      UPDATE tally.login_requests
         SET status = 'denied', decided_at = :now, decided_by = :by
       WHERE user_code_hash = :user_code_hash AND expires_at > :now AND status = 'pending'
      RETURNING *
      """;

  /// Turns the client of this code away.
  ///
  /// @param by who says so: the user, or a back end with a page of its own
  public Decision deny(LoginCode userCode, UUID user, Authority by) {
    var userCodeHash = hash(userCode);
    return decide(
        userCodeHash,
        user,
        by,
        tx ->
            tx.query(DENY)
                .bind("user_code_hash", userCodeHash)
                .bind("by", by.actor().word())
                .bind("now", now())
                .map(StoredLogin::readRequest)
                .findOne()
                .map(
                    login -> {
                      write(tx, by.actor(), Audit.Action.LOGIN_DENIED, user, login);
                      return new Decision.Denied(login);
                    }));
  }

  private static void write(Tx tx, Actor by, Audit.Action action, UUID user, LoginRequest login) {
    // The session that may come of it has the same id.
    var subject = "login:" + login.id();
    Audit.write(tx, new Audit.Line(by, action, Optional.of(user), subject, Map.of()));
  }

  /// Decides by one guarded UPDATE; where it changes nothing, a second query asks why.
  private Decision decide(
      byte[] userCodeHash,
      UUID user,
      Authority by,
      Function<Tx, Optional<? extends Decision>> update) {
    return database.inTransaction(
        tx -> {
          var now = now();
          var refused = refusal(tx, user, now).or(() -> refusal(tx, user, by));
          if (refused.isPresent()) return refused.get();
          var decided = update.apply(tx);
          if (decided.isPresent()) return decided.get();
          var before = find(tx, userCodeHash, now);
          if (before.isPresent()) return new Decision.Before(before.get());
          return wrong(tx, user);
        });
  }

  // Locked: neither status, role nor epoch changes before what is decided is stored.
  private static final String STATUS =
      """
      SELECT status FROM tally.users WHERE id = :user FOR NO KEY UPDATE
      """;

  /// Who decides for a user: themselves, in a session that lives, or a back end that may do all
  /// that they may.
  private static Optional<Lookup.Refused> refusal(Tx tx, UUID user, Authority by) {
    if (by.actor() instanceof Actor.Person person) {
      return Sessions.isLive(tx, person) ? Optional.empty() : Optional.of(new Lookup.SignedOut());
    }
    return Staff.role(tx, user).filter(role -> !by.covers(role)).map(Lookup.RightsMissing::new);
  }

  // The row stays locked, so tries of one person come one after the other.
  private static final String COUNTED =
      """
      INSERT INTO tally.login_tries AS t (user_id, wrong, since)
      VALUES (:user, 0, :now)
      ON CONFLICT (user_id) DO UPDATE
         SET wrong = CASE WHEN t.since > :window_start THEN t.wrong ELSE 0 END,
             since = CASE WHEN t.since > :window_start THEN t.since ELSE excluded.since END
      RETURNING wrong, since
      """;

  private record Tries(int wrong, Instant since) {}

  private static Optional<Lookup.Refused> refusal(Tx tx, UUID user, Instant now) {
    var status = tx.query(STATUS).bind("user", user).mapTo(String.class).findOne();
    if (status.isEmpty()) return Optional.of(new Lookup.UserUnknown());
    if (!status.get().equals(User.Status.ACTIVE.word())) {
      return Optional.of(new Lookup.UserInactive());
    }
    var tries =
        tx.query(COUNTED)
            .bind("user", user)
            .bind("now", now)
            .bind("window_start", now.minus(TRIES_WINDOW))
            .map(
                (row, _) ->
                    new Tries(
                        row.getInt("wrong"),
                        row.getObject("since", OffsetDateTime.class).toInstant()))
            .one();
    return tries.wrong() < TRIES_MAX
        ? Optional.empty()
        : Optional.of(new Lookup.TooManyTries(tries.since().plus(TRIES_WINDOW)));
  }

  private static final String WRONG =
      """
      UPDATE tally.login_tries SET wrong = wrong + 1 WHERE user_id = :user
      """;

  private static Lookup.Refused wrong(Tx tx, UUID user) {
    tx.update(WRONG).bind("user", user).execute();
    return new Lookup.CodeUnknown();
  }

  private static final String ERASE_LOGINS =
      """
      DELETE FROM tally.login_requests WHERE user_id = :user
      """;

  private static final String ERASE_TRIES =
      """
      DELETE FROM tally.login_tries WHERE user_id = :user
      """;

  /// Removes what is kept of a user, who is deleted in this transaction.
  public static void erase(Tx tx, UUID user) {
    // In the order in which decisions lock them.
    tx.update(ERASE_TRIES).bind("user", user).execute();
    tx.update(ERASE_LOGINS).bind("user", user).execute();
  }

  private byte[] hash(LoginCode code) {
    return hashes.of(Purpose.LOGIN_CODE, code.letters());
  }

  /// To the microsecond, which is what PostgreSQL keeps.
  private Instant now() {
    return StoredTime.now(clock);
  }
}
