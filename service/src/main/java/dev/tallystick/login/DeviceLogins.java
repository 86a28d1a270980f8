package dev.tallystick.login;

import dev.tallystick.account.Actor;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.KeyedHashes.Purpose;
import dev.tallystick.account.Token;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.session.NewSession;
import dev.tallystick.session.Opening;
import dev.tallystick.session.Sessions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Device logins as their clients see them: started, polled, redeemed. Owns the table
/// login_requests; what a person does with one is in [Approvals]. Thread-safe.
public final class DeviceLogins {
  /// What a device code begins with.
  public static final String PREFIX = "td";

  /// How many wrong paste codes end a login.
  static final int WRONG_PASTES_MAX = 5;

  /// Who ends a session whose device code is used when it was long redeemed.
  private static final Actor REUSE = new Actor.Job("device code used again");

  private static final int DRAWS_MAX = 5;
  private static final int POLL_SECONDS_STEP = 5;
  private static final int POLL_SECONDS_MAX = 60;

  /// A late client still learns that its login expired; then the row goes.
  private static final Duration KEPT = Duration.ofDays(1);

  private final Database database;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final KeyedHashes hashes;
  private final Sessions sessions;
  private final Limits limits;

  /// How logins run.
  ///
  /// @param lifetime from the start to the redemption, at most ten minutes
  /// @param pollSeconds the pause between two polls, to begin with
  public record Limits(Duration lifetime, int pollSeconds) {
    /// What holds where nothing is configured.
    public static final Limits DEFAULT = new Limits(Duration.ofMinutes(10), 5);
  }

  /// A login that was started; the codes are the only copies.
  public record Started(
      Token deviceCode, LoginCode userCode, LoginRequest request, int pollSeconds) {}

  public DeviceLogins(
      Database database,
      InstantSource clock,
      Supplier<UUID> ids,
      KeyedHashes hashes,
      Sessions sessions,
      Limits limits) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.hashes = hashes;
    this.sessions = sessions;
    this.limits = limits;
  }

  private static final String INSERT =
      """
      INSERT INTO tally.login_requests
          (id, device_code_hash, user_code_hash, client_name, label, address, fingerprint_id,
           fingerprint_sig_hash, is_pasted, poll_seconds, created_at, expires_at)
      VALUES (:id, :device_code_hash, :user_code_hash, :client_name, :label, :address,
              :fingerprint_id, :fingerprint_sig_hash, :is_pasted, :poll_seconds, :now, :expires_at)
      ON CONFLICT (user_code_hash) DO NOTHING
      RETURNING *
      """;

  /// Starts a login.
  public Started start(NewLogin login) {
    for (int draw = 0; draw < DRAWS_MAX; draw++) {
      var deviceCode = Token.random(PREFIX, ids.get());
      var userCode = LoginCode.random();
      var request = insert(login, deviceCode, hashes.of(Purpose.LOGIN_CODE, userCode.letters()));
      if (request.isPresent()) {
        return new Started(deviceCode, userCode, request.get(), limits.pollSeconds());
      }
    }
    throw new IllegalStateException("every user code that was drawn is taken");
  }

  private Optional<LoginRequest> insert(NewLogin login, Token deviceCode, byte[] userCodeHash) {
    var now = now();
    var sigHash = login.fingerprint().flatMap(NewSession.Fingerprint::signatureHash);
    return database.inTransaction(
        tx ->
            tx.query(INSERT)
                .bind("id", deviceCode.id())
                .bind("device_code_hash", deviceCode.secretHash())
                .bind("user_code_hash", userCodeHash)
                .bind("client_name", login.clientName().orElse(null))
                .bind("label", login.label())
                .bind("address", login.address().orElse(null))
                .bind("fingerprint_id", login.fingerprint().map(it -> it.id()).orElse(null))
                .bindByType("fingerprint_sig_hash", sigHash.orElse(null), byte[].class)
                .bind("is_pasted", login.isPasted())
                .bind("poll_seconds", limits.pollSeconds())
                .bind("now", now)
                .bind("expires_at", now.plus(limits.lifetime()))
                .map(StoredLogin::readRequest)
                .findOne());
  }

  // Whoever decides, signs out everywhere or deletes the user locks their row first, so this does.
  private static final String LOCK_USER =
      """
      SELECT u.id
        FROM tally.login_requests r JOIN tally.users u ON u.id = r.user_id
       WHERE r.id = :id
         FOR NO KEY UPDATE OF u
      """;

  // Polls of one login wait here for each other, and for who decides on it.
  private static final String LOCK =
      """
      SELECT * FROM tally.login_requests WHERE id = :id FOR NO KEY UPDATE
      """;

  /// One poll, with the device code and, where the login asks for it, the paste code. All that it
  /// changes is one transaction: whatever dies in between, the next poll finds the login as it was.
  ///
  /// @param network where the client is, if that says anything
  public Poll poll(String deviceCode, Optional<LoginCode> pasteCode, Optional<String> network) {
    var token = Token.parse(PREFIX, deviceCode);
    if (token.isEmpty()) return new Poll.Unknown();
    var id = token.get().id();
    var pasteHash = pasteCode.map(code -> hashes.of(Purpose.LOGIN_CODE, code.letters()));
    var networkHash = network.map(it -> hashes.of(Purpose.NETWORK, it));
    var sent = new Sent(pasteHash, networkHash);
    var poll = database.inTransaction(tx -> poll(tx, token.get(), sent));
    // The login's session has its id: that its secret was replaced, or that it was ended, holds
    // here
    // with this answer.
    if (poll instanceof Poll.Issued || poll instanceof Poll.Reused) sessions.forget(id);
    return poll;
  }

  /// What comes with a poll beside the device code.
  private record Sent(Optional<byte[]> pasteHash, Optional<byte[]> networkHash) {}

  private Poll poll(Tx tx, Token deviceCode, Sent sent) {
    var _ = tx.query(LOCK_USER).bind("id", deviceCode.id()).mapTo(UUID.class).findOne();
    return tx.query(LOCK)
        .bind("id", deviceCode.id())
        .map(StoredLogin::proof)
        .findOne()
        .flatMap(proof -> proof.by(deviceCode))
        .map(login -> poll(tx, login, sent))
        .orElseGet(Poll.Unknown::new);
  }

  private Poll poll(Tx tx, StoredLogin login, Sent sent) {
    var now = now();
    return switch (NextStep.of(login, now)) {
      case DENY -> new Poll.Denied();
      case EXPIRE -> new Poll.Expired();
      case SLOW_DOWN -> slowDown(tx, login, now);
      case WAIT -> {
        notePoll(tx, login, now);
        yield new Poll.Pending();
      }
      case REDEEM -> {
        notePoll(tx, login, now);
        yield pasteFault(tx, login, sent.pasteHash())
            .orElseGet(() -> redeem(tx, login, sent.networkHash(), now));
      }
      case REISSUE -> {
        notePoll(tx, login, now);
        yield pasteFault(tx, login, sent.pasteHash()).orElseGet(() -> reissue(tx, login));
      }
      case REUSE -> {
        end(tx, login);
        yield new Poll.Reused();
      }
    };
  }

  private static final String NOTE_POLL =
      """
      UPDATE tally.login_requests SET last_polled_at = :now WHERE id = :id
      """;

  private static void notePoll(Tx tx, StoredLogin login, Instant now) {
    tx.update(NOTE_POLL).bind("id", login.request().id()).bind("now", now).execute();
  }

  private static final String SLOW_DOWN =
      """
      UPDATE tally.login_requests
         SET last_polled_at = :now, poll_seconds = least(poll_seconds + :step, :max)
       WHERE id = :id
      RETURNING poll_seconds
      """;

  private static Poll slowDown(Tx tx, StoredLogin login, Instant now) {
    return new Poll.SlowDown(
        tx.query(SLOW_DOWN)
            .bind("id", login.request().id())
            .bind("now", now)
            .bind("step", POLL_SECONDS_STEP)
            .bind("max", POLL_SECONDS_MAX)
            .mapTo(Integer.class)
            .one());
  }

  private static final String NOTE_WRONG_PASTE =
      """
      UPDATE tally.login_requests
         SET wrong_pastes = wrong_pastes + 1,
             status = CASE WHEN wrong_pastes + 1 = :max THEN 'denied' ELSE status END
       WHERE id = :id AND status = 'approved'
      """;

  /// What is wrong with the paste code; empty if it is right, or none is needed.
  private static Optional<Poll> pasteFault(Tx tx, StoredLogin login, Optional<byte[]> pasteHash) {
    if (!login.request().isPasted()) return Optional.empty();
    if (pasteHash.isEmpty()) return Optional.of(new Poll.Pending());
    if (MessageDigest.isEqual(login.pasteCodeHash().orElseThrow(), pasteHash.get())) {
      return Optional.empty();
    }
    tx.update(NOTE_WRONG_PASTE)
        .bind("id", login.request().id())
        .bind("max", WRONG_PASTES_MAX)
        .execute();
    int triesLeft = WRONG_PASTES_MAX - login.wrongPastes() - 1;
    return Optional.of(triesLeft > 0 ? new Poll.WrongPasteCode(triesLeft) : new Poll.Denied());
  }

  private static final String REDEEM =
      """
      UPDATE tally.login_requests
         SET status = 'redeemed', redeemed_at = :now
       WHERE id = :id AND status = 'approved' AND expires_at > :now
      """;

  private Poll redeem(Tx tx, StoredLogin login, Optional<byte[]> networkHash, Instant now) {
    var approval = login.approval().orElseThrow();
    // The user's row stays locked, so a revocation of all sessions comes before this or after.
    if (sessions.epoch(tx, approval.userId()) != approval.userEpoch()) return new Poll.Denied();
    // Whoever approved is named by the login's line; here a person begins a session of their own.
    var actor = new Actor.Person(approval.userId(), login.request().id());
    var request = login.session(approval.userId()).from(networkHash);
    return switch (sessions.open(tx, request, actor)) {
      case Opening.Opened(var session, var token) -> {
        if (tx.update(REDEEM).bind("id", login.request().id()).bind("now", now).execute() != 1) {
          throw new IllegalStateException("a login was redeemed while its row was locked");
        }
        yield new Poll.Issued(session, token);
      }
      case Opening.UserInactive() -> new Poll.Denied();
      // Nobody else opens a session with the id of a login.
      case Opening.Replayed _, Opening.IdReused _, Opening.UserUnknown _ ->
          throw new IllegalStateException("a session has the id of login " + login.request().id());
    };
  }

  private Poll reissue(Tx tx, StoredLogin login) {
    var user = login.approval().orElseThrow().userId();
    return sessions
        .reissue(tx, user, login.request().id())
        .<Poll>map(opened -> new Poll.Issued(opened.session(), opened.token()))
        .orElseGet(Poll.Denied::new);
  }

  private void end(Tx tx, StoredLogin login) {
    var id = login.request().id();
    var user = login.approval().orElseThrow().userId();
    int _ = sessions.revoke(tx, user, id, REUSE);
  }

  private static final String REMOVE =
      """
      DELETE FROM tally.login_requests WHERE expires_at < :before
      """;

  /// Removes logins that ended a day ago; returns how many.
  public int removeOld() {
    var before = now().minus(KEPT);
    return database.inTransaction(tx -> tx.update(REMOVE).bind("before", before).execute());
  }

  /// To the microsecond, which is what PostgreSQL keeps.
  private Instant now() {
    return StoredTime.now(clock);
  }
}
