package dev.tallystick.referral;

import dev.tallystick.account.Audit;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Referral.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What people decide about referrals that have not completed: what is held for review goes on or
/// ends, and what was rejected or has expired goes on after an appeal. Thread-safe.
public final class Reviews {
  private final Database database;
  private final Completing completing;
  private final InstantSource clock;

  public Reviews(Database database, Completing completing, InstantSource clock) {
    this.database = database;
    this.completing = completing;
    this.clock = clock;
  }

  /// Lets a referral go on that was held for review. It is not held again, has the whole time to
  /// qualify, and completes at once if it is due.
  public Decision approve(Pair pair, Judgement judgement) {
    return letGoOn(pair, judgement, Set.of(Status.REVIEW));
  }

  /// Lets a referral go on that was rejected or has expired, as [#approve] does, unless one of the
  /// two was deleted. It takes a slot again, so the referrer's limit may be in the way.
  public Decision appeal(Pair pair, Judgement judgement) {
    return letGoOn(pair, judgement, Set.of(Status.REJECTED, Status.EXPIRED));
  }

  private Decision letGoOn(Pair pair, Judgement judgement, Set<Status> from) {
    return database.inTransaction(
        tx -> {
          // The accounts as well: of a call at once, one sees the other.
          var _ = completing.lock(tx, pair);
          return Steps.find(tx, pair)
              .map(referral -> letGoOn(tx, referral, judgement, from))
              .orElseGet(Decision.ReferralUnknown::new);
        });
  }

  private Decision letGoOn(Tx tx, Referral referral, Judgement judgement, Set<Status> from) {
    if (from.contains(referral.status())) {
      if (isSomebodyGone(tx, referral.pair())) return new Decision.StatusConflict(referral);
      return referral.status() == Status.REVIEW || hasSlot(tx, referral.referrerId())
          ? letPass(tx, referral, judgement)
          : new Decision.LimitReached(referral);
    }
    return switch (referral.status()) {
      case PENDING, COMPLETED ->
          referral.reviewedAt().isPresent()
              ? new Decision.Replayed(referral)
              : new Decision.StatusConflict(referral);
      case REVIEW, REJECTED, REVERSED, EXPIRED -> new Decision.StatusConflict(referral);
    };
  }

  private static final String SOMEBODY_GONE =
      """
      SELECT EXISTS (SELECT FROM tally.users WHERE id = ANY (:users) AND status = 'deleted')
      """;

  static boolean isSomebodyGone(Tx tx, Pair pair) {
    return tx.query(SOMEBODY_GONE)
        .bindArray("users", UUID.class, pair.users())
        .mapTo(Boolean.class)
        .one();
  }

  private static final String HAS_SLOT =
      """
      SELECT referrals_used < referral_limit FROM tally.users WHERE id = :id
      """;

  private static boolean hasSlot(Tx tx, UUID referrer) {
    return tx.query(HAS_SLOT).bind("id", referrer).mapTo(Boolean.class).one();
  }

  private Decision letPass(Tx tx, Referral referral, Judgement judgement) {
    var now = now();
    var pair = referral.pair();
    var action =
        referral.status() == Status.REVIEW
            ? Audit.Action.REFERRAL_APPROVED
            : Audit.Action.REFERRAL_APPEALED;
    var passed = Steps.decide(tx, referral, Status.PENDING, action, judgement.why(), now);
    // What was done while it was rejected counts.
    if (passed.qualifiedAt().isEmpty()) {
      var completion = passed.terms().completion();
      Qualifying.done(tx, pair.referred(), completion)
          .flatMap(Qualifying.Done::by)
          .ifPresent(id -> Qualifying.qualify(tx, completion, Map.of(pair.referred(), id), now));
    }
    return new Decision.Decided(
        completing
            .completeIfDue(tx, pair, judgement.by())
            .orElseGet(() -> Steps.find(tx, pair).orElseThrow()));
  }

  /// Ends a referral before it completes. Its slot is free again; the user is not referred again.
  public Decision reject(Pair pair, Judgement judgement) {
    return database.inTransaction(
        tx -> {
          Steps.lockUsers(tx, pair.users());
          return Steps.find(tx, pair)
              .map(referral -> reject(tx, referral, judgement))
              .orElseGet(Decision.ReferralUnknown::new);
        });
  }

  private Decision reject(Tx tx, Referral referral, Judgement judgement) {
    return switch (referral.status()) {
      case REJECTED -> new Decision.Replayed(referral);
      case COMPLETED, REVERSED, EXPIRED -> new Decision.StatusConflict(referral);
      case REVIEW, PENDING ->
          new Decision.Decided(
              Steps.decide(
                  tx,
                  referral,
                  Status.REJECTED,
                  Audit.Action.REFERRAL_REJECTED,
                  judgement.why(),
                  now()));
    };
  }

  private static final String COUNT =
      """
      SELECT count(*) FROM tally.referrals WHERE status = 'review'
      """;

  /// How many referrals wait for a person.
  public long count() {
    return database.inTransaction(tx -> tx.query(COUNT).mapTo(Long.class).one());
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
