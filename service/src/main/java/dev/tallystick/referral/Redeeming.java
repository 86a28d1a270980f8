package dev.tallystick.referral;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Referral.Outcome;
import dev.tallystick.referral.Referral.Status;
import dev.tallystick.session.Networks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Redeems referral codes. Thread-safe.
///
/// All of a redemption is one transaction. It locks both users and the line of referrers above the
/// code's owner, so that of redemptions at once that together would pass a limit or close a circle,
/// each sees those before it; what it finds then it decides by ([Verdict]).
public final class Redeeming {
  private final Database database;
  private final Ledger ledger;
  private final Signals signals;
  private final Completing completing;
  private final Program program;
  private final KeyedHashes hashes;
  private final InstantSource clock;

  public Redeeming(
      Database database,
      Ledger ledger,
      Signals signals,
      Completing completing,
      Program program,
      KeyedHashes hashes,
      InstantSource clock) {
    this.database = database;
    this.ledger = ledger;
    this.signals = signals;
    this.completing = completing;
    this.program = program;
    this.hashes = hashes;
    this.clock = clock;
  }

  /// A user wants a code to count.
  ///
  /// @param code as received
  /// @param userId who redeems it
  /// @param fingerprintId the device on which
  /// @param network where the device is, if that says anything
  public record Request(
      String code, UUID userId, Optional<String> fingerprintId, Optional<String> network) {
    /// From nobody knows where.
    public Request(String code, UUID userId, Optional<String> fingerprintId) {
      this(code, userId, fingerprintId, Optional.empty());
    }
  }

  /// Redeems a code. Asked again, it answers as the first time; what was refused is looked at anew.
  public Redemption redeem(Request request, Actor by) {
    // Keys of hashes are read in transactions of their own.
    var networkHash = request.network().map(it -> hashes.of(KeyedHashes.Purpose.NETWORK, it));
    Optional<Redemption> redemption;
    do {
      redemption = database.inTransaction(tx -> redeem(tx, request, networkHash, by));
    } while (redemption.isEmpty());
    return redemption.get();
  }

  /// Empty if the line above the referrer grew before it was locked.
  private Optional<Redemption> redeem(
      Tx tx, Request request, Optional<byte[]> networkHash, Actor by) {
    var now = StoredTime.now(clock);
    // Most of what is refused is refused without a lock.
    var seen = Verdict.Facts.find(tx, request);
    var early = Verdict.of(seen, request.userId(), program.window(), now);
    if (early.isPresent()) return Optional.of(answer(tx, request, seen, early.get(), by));

    var concerned = new HashSet<>(seen.above());
    concerned.add(request.userId());
    Steps.lockUsers(tx, concerned);
    var facts = Verdict.Facts.find(tx, request);
    if (!facts.above().equals(seen.above())) return Optional.empty();
    var late = Verdict.of(facts, request.userId(), program.window(), now);
    if (late.isPresent()) return Optional.of(answer(tx, request, facts, late.get(), by));
    networkHash.ifPresent(it -> Networks.see(tx, request.userId(), it, now));
    return Optional.of(begin(tx, request, facts, by, now));
  }

  /// Forgets on which device a user redeemed a code, and what support wrote to itself about them.
  /// To be called in the transaction that deletes the user, once it has.
  public static void forget(Tx tx, UUID user) {
    Steps.forget(tx, user);
  }

  private Redemption begin(Tx tx, Request request, Verdict.Facts facts, Actor by, Instant now) {
    var pair = new Pair(facts.above().getFirst(), request.userId());
    // Calls of the two wait for what follows the lock on their accounts, so this comes before it.
    var found = signals.assess(tx, pair, request.fingerprintId(), now);
    var accounts = ledger.lock(tx, pair.users());
    var done = Qualifying.done(tx, pair.referred(), program.terms().completion());
    var terms = program.terms();
    boolean isHeld = found.score() >= program.review().reviewScore();
    boolean isDue = done.isPresent() && terms.hold().isZero();
    boolean completes = isDue && !isHeld && Completing.haveRoom(pair, terms, accounts);
    var outcome =
        isHeld ? Outcome.HELD_FOR_REVIEW : completes ? Outcome.COMPLETED : Outcome.ATTRIBUTED;
    var asked = referral(pair, outcome, found, done, now);
    var redeemableUntil = facts.signedUpAt().plus(program.window());
    var begun = Steps.begin(tx, asked, request.fingerprintId(), redeemableUntil, by);
    var referral = completes ? completing.give(tx, begun, by, now) : begun;
    var details = Map.of("outcome", outcome.word(), "score", Integer.toString(found.score()));
    audit(tx, by, Audit.Action.REFERRAL_REDEEMED, request.userId(), pair.subject(), details);
    return redeemed(referral, false);
  }

  /// The referral that begins.
  private Referral referral(
      Pair pair, Outcome outcome, Assessment found, Optional<Qualifying.Done> done, Instant now) {
    var terms = program.terms();
    return new Referral(
        pair.referrer(),
        pair.referred(),
        outcome == Outcome.HELD_FOR_REVIEW ? Status.REVIEW : Status.PENDING,
        Optional.empty(),
        outcome,
        terms,
        found.words(),
        program.review().reviewScore(),
        Optional.empty(),
        now,
        now.plus(program.qualifyIn()),
        done.map(_ -> now),
        done.flatMap(Qualifying.Done::by),
        done.map(_ -> now.plus(terms.hold())),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  private static Redemption redeemed(Referral referral, boolean isReplayed) {
    return switch (referral.outcome()) {
      case ATTRIBUTED -> new Redemption.Attributed(referral, isReplayed);
      case COMPLETED -> new Redemption.Completed(referral, isReplayed);
      case HELD_FOR_REVIEW -> new Redemption.HeldForReview(referral, isReplayed);
    };
  }

  private static Redemption answer(
      Tx tx, Request request, Verdict.Facts facts, Verdict verdict, Actor by) {
    return switch (verdict) {
      case Verdict.Repeated(var referral) -> redeemed(referral, true);
      case Verdict.No(var refused) -> {
        if (!(refused instanceof Redemption.UserUnknown)) {
          var details = new HashMap<>(Map.of("reason", refused.reason()));
          facts.above().stream()
              .findFirst()
              .ifPresent(referrer -> details.put("referrer", referrer.toString()));
          var user = request.userId();
          audit(tx, by, Audit.Action.REFERRAL_REFUSED, user, "user:" + user, details);
        }
        yield refused;
      }
    };
  }

  private static void audit(
      Tx tx,
      Actor by,
      Audit.Action action,
      UUID user,
      String subject,
      Map<String, String> details) {
    Audit.write(tx, new Audit.Line(by, action, Optional.of(user), subject, details));
  }
}
