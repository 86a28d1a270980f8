package dev.tallystick.referral;

import dev.tallystick.account.Actor;
import dev.tallystick.credit.Account;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.GrantRequest;
import dev.tallystick.credit.Granting;
import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Referral.Status;
import dev.tallystick.referral.Steps.Given;
import dev.tallystick.referral.Steps.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Gives the credits of referrals that have qualified and whose hold has passed. Thread-safe, and
/// safe to run in several processes at once.
public final class Completing {
  /// How often [#completeDue] should run.
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Actor JOB = new Actor.Job("complete referrals");

  private final Sweep sweep;
  private final Ledger ledger;
  private final Signals signals;
  private final InstantSource clock;

  public Completing(Database database, Ledger ledger, Signals signals, InstantSource clock) {
    this.sweep = new Sweep(database, clock);
    this.ledger = ledger;
    this.signals = signals;
    this.clock = clock;
  }

  // Those whose users are not active wait.
  private static final String DUE =
      """
      SELECT r.*
        FROM tally.referrals AS r
        JOIN tally.users AS referrer ON referrer.id = r.referrer_id
        JOIN tally.users AS referred ON referred.id = r.referred_id
       WHERE r.status = 'pending' AND r.qualified_at IS NOT NULL AND r.due_at <= :now
         AND referrer.status = 'active' AND referred.status = 'active'
         AND (:referred::uuid IS NULL OR r.referred_id = :referred)
         AND r.referred_id > :after
       ORDER BY r.referred_id
       LIMIT :limit
      """;

  /// Completes what is due, each in a transaction of its own, and returns how many referrals were.
  public int completeDue() {
    return sweep.each(
        DUE,
        (tx, pair) -> {
          Steps.lockUsers(tx, pair.users());
          var completed = completeIfDue(tx, pair, JOB);
          return completed.filter(it -> it.status() == Status.COMPLETED).isPresent();
        });
  }

  /// Locks both users and their accounts until the transaction ends.
  Map<UUID, Account> lock(Tx tx, Pair pair) {
    Steps.lockUsers(tx, pair.users());
    return ledger.lock(tx, pair.users());
  }

  /// Completes a referral whose users are locked if it is due, or has a person look at it if by now
  /// more speaks against it. Empty if it waits on.
  Optional<Referral> completeIfDue(Tx tx, Pair pair, Actor by) {
    var now = now();
    var due = Sweep.find(tx, DUE, pair, now);
    if (due.isEmpty()) return Optional.empty();
    var referral = due.get();
    // Calls of the two wait for what follows the lock on their accounts, so this comes before it.
    if (referral.reviewedAt().isEmpty()) {
      var found = signals.assess(tx, pair, Optional.empty(), now);
      if (found.score() >= referral.reviewScore()) {
        return Steps.hold(tx, pair, new Step(Status.PENDING, Status.REVIEW, by), found, now);
      }
    }
    var accounts = ledger.lock(tx, pair.users());
    return haveRoom(pair, referral.terms(), accounts)
        ? Optional.of(give(tx, referral, by, now))
        : Optional.empty();
  }

  /// Whether both accounts can take what a referral gives. A full one makes it wait: nothing is
  /// lost.
  static boolean haveRoom(Pair pair, Referral.Terms terms, Map<UUID, Account> accounts) {
    return hasRoom(accounts, pair.referrer(), terms.referrerCredits())
        && hasRoom(accounts, pair.referred(), terms.referredCredits());
  }

  private static boolean hasRoom(Map<UUID, Account> accounts, UUID user, Credits credits) {
    var account = Objects.requireNonNull(accounts.get(user), "every user has an account");
    return credits.compareTo(Credits.MAX.minus(account.balance())) <= 0;
  }

  /// Gives both sides their credits, and completes the referral, which is pending and due. Users
  /// and accounts are locked.
  Referral give(Tx tx, Referral referral, Actor by, Instant now) {
    var terms = referral.terms();
    var expiry = terms.creditsLast().map(now::plus);
    var pair = referral.pair();
    var given =
        new Given(
            give(tx, pair, Side.REFERRER, terms.referrerCredits(), expiry),
            give(tx, pair, Side.REFERRED, terms.referredCredits(), expiry));
    var step = new Step(Status.PENDING, Status.COMPLETED, by);
    return Steps.complete(tx, pair, step, given, now)
        .orElseThrow(() -> new IllegalStateException(pair.subject() + " is not pending"));
  }

  private Optional<UUID> give(
      Tx tx, Pair pair, Side side, Credits credits, Optional<Instant> expiry) {
    if (credits.isZero()) return Optional.empty();
    var type = Grant.Type.REFERRAL;
    var request =
        new GrantRequest(
            side.of(pair), side.operationId(pair), type, type.defaultPriority(), credits, expiry);
    var granting = ledger.grant(tx, request);
    if (granting instanceof Granting.Granted(var grant)) return Optional.of(grant.id());
    // Its operation is new, its users are active and have room: anything else is a bug.
    throw new IllegalStateException("credits of %s: %s".formatted(pair.subject(), granting));
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
