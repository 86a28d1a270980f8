package dev.tallystick.session;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.account.CheckedTokens;
import dev.tallystick.account.CheckedTokens.Proof;
import dev.tallystick.account.Token;
import dev.tallystick.account.User;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// The sessions: owns the table sessions. Thread-safe.
public final class Sessions {
  /// The channel on which the database names a session that changed (see sessions.sql).
  public static final String CHANGES = "tally_sessions";

  private final Database database;
  private final InstantSource clock;
  private final SessionLimits limits;
  private final CheckedTokens<Remembered> checked;
  private final LastSeen lastSeen;

  /// A session as it was read, and until when that serves: not past its end, nor past the minute
  /// after which its use is noted again.
  private record Remembered(Session session, Instant until) {}

  /// @param changesArrive whether notifications on [#CHANGES] reach [#forget] now
  public Sessions(
      Database database, InstantSource clock, SessionLimits limits, BooleanSupplier changesArrive) {
    this.database = database;
    this.clock = clock;
    this.limits = limits;
    this.checked = new CheckedTokens<>(changesArrive, LastSeen.STEP);
    this.lastSeen = new LastSeen(database, limits);
  }

  // Whoever opens a session or revokes all of them waits here for the other.
  private static final String LOCK_USER =
      """
      SELECT status FROM tally.users WHERE id = :user FOR NO KEY UPDATE
      """;

  private static final String INSERT =
      """
      INSERT INTO tally.sessions
          (user_id, id, kind, label, scopes, fingerprint_id, device_outcome, secret_hash,
           user_epoch, created_at, last_seen_at, idle_expires_at, expires_at)
      SELECT id, :id, :kind, :label, :scopes, :fingerprint_id, :device_outcome, :secret_hash,
             session_epoch, :now, :now, :idle_expires_at, :expires_at
        FROM tally.users
       WHERE id = :user
      ON CONFLICT DO NOTHING
      RETURNING *
      """;

  /// Locks a user's row; the user's status, or empty if there is none.
  static Optional<String> lockUser(Tx tx, UUID user) {
    return tx.query(LOCK_USER).bind("user", user).mapTo(String.class).findOne();
  }

  /// Opens a session, once for each id. Beyond the number that a user may have, the one that was
  /// idle for longest ends.
  public Opening open(NewSession request, Actor actor) {
    return database.inTransaction(tx -> open(tx, request, actor));
  }

  /// Opens a session inside the caller's transaction.
  public Opening open(Tx tx, NewSession request, Actor actor) {
    var status = lockUser(tx, request.userId());
    if (status.isEmpty()) return new Opening.UserUnknown();
    if (!status.get().equals(User.Status.ACTIVE.word())) return new Opening.UserInactive();
    var before = find(tx, request.id());
    if (before.isPresent()) return replay(request, before.get());

    var now = now();
    var outcome = request.fingerprint().map(it -> Fingerprints.see(tx, request.userId(), it, now));
    var token = Token.random(request.kind().prefix(), request.id());
    var session = insert(tx, request, outcome, token, now);
    // Another user's request with the same key came in between.
    if (session.isEmpty()) return new Opening.IdReused();
    request.networkHash().ifPresent(it -> Networks.see(tx, request.userId(), it, now));
    evict(tx, request, actor, now);
    var details = Map.of("kind", request.kind().word());
    Audit.write(
        tx, line(actor, Audit.Action.SESSION_OPENED, request.userId(), request.id(), details));
    return new Opening.Opened(session.get(), token);
  }

  private static final String LIVES =
      """
      SELECT EXISTS (
          SELECT
            FROM tally.sessions s JOIN tally.users u ON u.id = s.user_id
           WHERE s.user_id = :user
             AND s.id = :id
             AND s.revoked_at IS NULL
             AND s.user_epoch = u.session_epoch
             AND u.status = 'active')
      """;

  /// Whether a session that was checked has not been ended since. The user's row stays locked, so
  /// that whoever ends sessions does so before this, or after what the session does now: otherwise
  /// one that is ended could still leave another way in behind.
  public static boolean isLive(Tx tx, Actor.Person person) {
    var _ = lockUser(tx, person.userId());
    return tx.query(LIVES)
        .bind("user", person.userId())
        .bind("id", person.sessionId())
        .mapTo(Boolean.class)
        .one();
  }

  /// Opens a session that another one asks for; empty if that one has ended.
  public Optional<Opening> openFrom(NewSession request, Actor.Person person) {
    return database.inTransaction(
        tx ->
            isLive(tx, person)
                ? Optional.of(open(tx, request, person))
                : Optional.<Opening>empty());
  }

  private static Opening replay(NewSession request, Session before) {
    return request.describes(before) ? new Opening.Replayed(before) : new Opening.IdReused();
  }

  private Optional<Session> insert(
      Tx tx, NewSession request, Optional<DeviceOutcome> outcome, Token token, Instant now) {
    var lifetime = request.lifetimeWithin(limits.of(request.kind()));
    var scopes = request.scopes().isEmpty() ? null : request.scopes().toArray(new String[0]);
    return tx.query(INSERT)
        .bind("user", request.userId())
        .bind("id", request.id())
        .bind("kind", request.kind().word())
        .bind("label", request.label().orElse(null))
        .bindByType("scopes", scopes, String[].class)
        .bind("fingerprint_id", request.fingerprint().map(it -> it.id()).orElse(null))
        .bind("device_outcome", outcome.map(DeviceOutcome::word).orElse(null))
        .bind("secret_hash", token.secretHash())
        .bind("now", now)
        .bind("idle_expires_at", now.plus(lifetime.idle()))
        .bind("expires_at", now.plus(lifetime.absolute()))
        .map(SessionRow::read)
        .findOne();
  }

  private static final String EVICT =
      """
      UPDATE tally.sessions
         SET revoked_at = :now, revoked_reason = 'evicted', revoked_by = :by
       WHERE revoked_at IS NULL
         AND user_id = :user
         AND id IN (
             SELECT id
               FROM tally.sessions
              WHERE user_id = :user AND revoked_at IS NULL AND id <> :opened
                AND idle_expires_at > :now AND expires_at > :now
              ORDER BY last_seen_at DESC, id DESC
             OFFSET :kept)
      RETURNING id
      """;

  private void evict(Tx tx, NewSession opened, Actor actor, Instant now) {
    var evicted =
        tx.query(EVICT)
            .bind("user", opened.userId())
            .bind("opened", opened.id())
            .bind("kept", limits.perUserMax() - 1)
            .bind("by", "session:" + opened.id())
            .bind("now", now)
            .mapTo(UUID.class)
            .list();
    var details = Map.of("reason", Session.EndReason.EVICTED.word());
    for (var id : evicted) {
      Audit.write(tx, line(actor, Audit.Action.SESSION_REVOKED, opened.userId(), id, details));
    }
  }

  private static final String EPOCH =
      """
      SELECT session_epoch FROM tally.users WHERE id = :user FOR NO KEY UPDATE
      """;

  /// The epoch of a user, which stands still until the transaction ends. For a sign-in that was
  /// agreed to earlier: if the epoch has moved since, all sessions were revoked in between.
  public long epoch(Tx tx, UUID user) {
    return tx.query(EPOCH).bind("user", user).mapTo(Long.class).one();
  }

  /// Gives a session that is still valid a new secret, so that the token before is refused; empty
  /// if it is not valid. Once the transaction has committed, [#forget] makes this server refuse the
  /// token before with its next answer, as the others do when they are told.
  public Optional<Opening.Opened> reissue(Tx tx, UUID user, UUID id) {
    var reissued = Secrets.replace(tx, user, id, now());
    reissued.ifPresent(
        it ->
            Audit.write(
                tx,
                line(
                    Secrets.person(it.session()),
                    Audit.Action.SESSION_REISSUED,
                    user,
                    id,
                    Map.of())));
    return reissued;
  }

  private static final String BY_ID =
      """
      SELECT * FROM tally.sessions WHERE id = :id
      """;

  private static Optional<Session> find(Tx tx, UUID id) {
    return tx.query(BY_ID).bind("id", id).map(SessionRow::read).findOne();
  }

  private static final String CHECK =
      """
      SELECT s.*
        FROM tally.sessions s JOIN tally.users u ON u.id = s.user_id
       WHERE s.id = :id
         AND s.kind = :kind
         AND s.revoked_at IS NULL
         AND s.idle_expires_at > :now
         AND s.expires_at > :now
         AND coalesce(s.token_expires_at > :now, true)
         AND s.user_epoch = u.session_epoch
         AND u.status = 'active'
      """;

  /// Checks a token that should be of one of these kinds, and notes that its session is used.
  public SessionCheck check(String text, Set<SessionKind> audience) {
    var parsed = SessionKind.parse(text);
    if (parsed.isEmpty()) return new SessionCheck.Inactive(SessionCheck.Reason.UNKNOWN);
    var token = parsed.get();
    var kind = SessionKind.of(token);
    if (!audience.contains(kind)) return new SessionCheck.Inactive(SessionCheck.Reason.WRONG_KIND);

    var now = now();
    // One that is remembered with another secret may have got a new one on another server: the
    // database knows.
    var remembered =
        checked
            .remembered(token)
            .filter(proof -> now.isBefore(proof.value().until()))
            .filter(proof -> proof.value().session().kind() == kind)
            .flatMap(proof -> proof.by(token));
    if (remembered.isPresent()) return new SessionCheck.Active(remembered.get().session());
    var session = checked.prove(token, () -> read(token, kind, now)).map(Remembered::session);
    if (session.isEmpty()) return new SessionCheck.Inactive(why(token, kind));
    lastSeen.note(session.get(), now);
    return new SessionCheck.Active(session.get());
  }

  private Optional<Proof<Remembered>> read(Token token, SessionKind kind, Instant now) {
    return database
        .inTransaction(
            tx ->
                tx.query(CHECK)
                    .bind("id", token.id())
                    .bind("kind", kind.word())
                    .bind("now", now)
                    .map(SessionRow::proof)
                    .findOne())
        .map(proof -> new Proof<>(remembered(proof.value(), now), proof.secretHash()));
  }

  private static Remembered remembered(Session session, Instant now) {
    var until = now.plus(LastSeen.STEP);
    if (session.tokenEnd().isBefore(until)) until = session.tokenEnd();
    return new Remembered(session, until);
  }

  private static final String WHY =
      """
      SELECT s.*, u.status <> 'active' AS user_inactive, s.user_epoch <> u.session_epoch AS is_past
        FROM tally.sessions s JOIN tally.users u ON u.id = s.user_id
       WHERE s.id = :id AND s.kind = :kind
      """;

  /// Why a token was refused. Only who has the right secret learns more than that it is unknown.
  private SessionCheck.Reason why(Token token, SessionKind kind) {
    return database
        .inTransaction(
            tx ->
                tx.query(WHY)
                    .bind("id", token.id())
                    .bind("kind", kind.word())
                    .map(
                        (row, context) -> {
                          var reason =
                              reason(
                                  SessionRow.read(row, context),
                                  row.getBoolean("user_inactive"),
                                  row.getBoolean("is_past"));
                          return new Proof<>(reason, row.getBytes("secret_hash"));
                        })
                    .findOne())
        .flatMap(proof -> proof.by(token))
        .orElse(SessionCheck.Reason.UNKNOWN);
  }

  private static SessionCheck.Reason reason(
      Session session, boolean isUserInactive, boolean isOfPastEpoch) {
    if (isUserInactive) return SessionCheck.Reason.USER_INACTIVE;
    var ended = session.revocation().map(Session.Revocation::reason);
    if (ended.isPresent()) {
      return switch (ended.get()) {
        case SIGNED_OUT, REVOKED, TOKEN_REUSED -> SessionCheck.Reason.REVOKED;
        case EVICTED -> SessionCheck.Reason.EVICTED;
      };
    }
    return isOfPastEpoch ? SessionCheck.Reason.REVOKED : SessionCheck.Reason.EXPIRED;
  }

  private static final String LIST =
      """
      SELECT s.*
        FROM tally.sessions s JOIN tally.users u ON u.id = s.user_id
       WHERE s.user_id = :user
         AND s.revoked_at IS NULL
         AND s.idle_expires_at > :now
         AND s.expires_at > :now
         AND s.user_epoch = u.session_epoch
       ORDER BY s.last_seen_at DESC, s.id DESC
      """;

  /// The sessions of a user that have not ended, the one used last first.
  public List<Session> list(UUID user) {
    return database.inTransaction(
        tx -> tx.query(LIST).bind("user", user).bind("now", now()).map(SessionRow::read).list());
  }

  private static final String OWNED =
      """
      SELECT EXISTS (SELECT FROM tally.sessions WHERE user_id = :user AND id = :id)
      """;

  /// Ends one session of a user; how many that were (0 if it was revoked before), or empty if the
  /// user has no such session.
  public Optional<Integer> revoke(UUID user, UUID id, Actor by) {
    var revoked =
        database.inTransaction(
            tx -> {
              int ended = revoke(tx, user, id, by);
              boolean isOwned =
                  tx.query(OWNED).bind("user", user).bind("id", id).mapTo(Boolean.class).one();
              return isOwned ? Optional.of(ended) : Optional.<Integer>empty();
            });
    // The notification comes to this server as well, but not before its answer.
    checked.forget(id);
    return revoked;
  }

  /// Ends one session inside the caller's transaction; how many that were. See [#forget].
  public int revoke(Tx tx, UUID user, UUID id, Actor by) {
    return Ends.revoke(tx, user, id, Ends.reason(by, user), by, now());
  }

  /// Ends the session of this token; how many that were: 0 if it had ended before. Empty if this is
  /// no session token, or not its secret.
  public Optional<Integer> signOut(String text) {
    var parsed = SessionKind.parse(text);
    if (parsed.isEmpty()) return Optional.empty();
    var token = parsed.get();
    var ended =
        database.inTransaction(
            tx ->
                Secrets.holder(tx, token)
                    .map(own -> revoke(tx, own.userId(), own.id(), Secrets.person(own))));
    if (ended.isPresent()) checked.forget(token.id());
    return ended;
  }

  static Audit.Line line(
      Actor actor, Audit.Action action, UUID user, UUID id, Map<String, String> details) {
    return new Audit.Line(actor, action, Optional.of(user), "session:" + id, details);
  }

  /// Ends all sessions of a user, of every kind, but for one that may be kept; how many, or empty
  /// if there is no such user. No session that was opened before the commit survives it.
  public Optional<Integer> revokeAll(UUID user, Optional<UUID> kept, Actor by) {
    var ended = database.inTransaction(tx -> revokeAll(tx, user, kept, by));
    ended.ifPresent(ids -> ids.forEach(checked::forget));
    return ended.map(List::size);
  }

  /// Ends all sessions of a user inside the caller's transaction; which, or empty if there is no
  /// such user. Once that committed the caller lets this server [#forget] them.
  public Optional<List<UUID>> revokeAll(Tx tx, UUID user, Optional<UUID> kept, Actor by) {
    return Ends.revokeAll(tx, user, kept, by, now());
  }

  /// How long a session of this kind lives without use.
  Duration idleLifetime(SessionKind kind) {
    return limits.of(kind).idle();
  }

  /// How long a session of this kind may live at all.
  public Duration absoluteLifetime(SessionKind kind) {
    return limits.of(kind).absolute();
  }

  private static final String ERASE =
      """
      UPDATE tally.sessions
         SET label = NULL, fingerprint_id = NULL, device_outcome = NULL
       WHERE user_id = :user
      """;

  /// Takes what is personal out of the sessions of a user, who is deleted in this transaction,
  /// unlinks their devices and forgets their networks.
  public void erase(Tx tx, UUID user) {
    tx.update(ERASE).bind("user", user).execute();
    Fingerprints.unlink(tx, user);
    Networks.forget(tx, user);
  }

  /// Writes down which sessions were used; returns how many. To be called every second or so.
  public int noteUse() {
    return lastSeen.write();
  }

  /// Drops what is remembered of a session.
  public void forget(UUID id) {
    checked.forget(id);
  }

  /// Drops all that is remembered: notifications may have been missed.
  public void forgetAll() {
    checked.forgetAll();
  }

  /// To the microsecond, which is what PostgreSQL keeps.
  private Instant now() {
    return StoredTime.now(clock);
  }
}
