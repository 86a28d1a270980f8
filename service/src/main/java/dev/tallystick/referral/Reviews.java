package dev.tallystick.referral;

import dev.tallystick.account.Audit;
import dev.tallystick.credit.Account;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Referral.Status;
import dev.tallystick.referral.Steps.Step;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What people decide about referrals that have not completed: what is held for review goes on or
/// ends, and what was rejected goes on after an appeal. Thread-safe.
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
    return letGoOn(pair, Status.REVIEW, judgement);
  }

  /// Lets a referral go on that was rejected, as [#approve] does. It takes a slot again, so the
  /// referrer's limit may be in the way.
  public Decision appeal(Pair pair, Judgement judgement) {
    return letGoOn(pair, Status.REJECTED, judgement);
  }

  private Decision letGoOn(Pair pair, Status from, Judgement judgement) {
    return database.inTransaction(
        tx -> {
          var accounts = completing.lock(tx, pair);
          return Steps.find(tx, pair)
              .map(referral -> letGoOn(tx, referral, from, accounts, judgement))
              .orElseGet(Decision.ReferralUnknown::new);
        });
  }

  private Decision letGoOn(
      Tx tx, Referral referral, Status from, Map<UUID, Account> accounts, Judgement judgement) {
    boolean wasLetGo = referral.reviewedAt().isPresent();
    return switch (referral.status()) {
      case PENDING, COMPLETED ->
          wasLetGo ? new Decision.Replayed(referral) : new Decision.StatusConflict(referral);
      case REVERSED, EXPIRED -> new Decision.StatusConflict(referral);
      case REVIEW, REJECTED -> {
        if (referral.status() != from) yield new Decision.StatusConflict(referral);
        if (from == Status.REJECTED && !hasSlot(tx, referral.referrerId())) {
          yield new Decision.LimitReached(referral);
        }
        yield letPass(tx, referral, accounts, judgement);
      }
    };
  }

  private static final String HAS_SLOT =
      """
      SELECT referrals_used < referral_limit FROM tally.users WHERE id = :id
      """;

  private static boolean hasSlot(Tx tx, UUID referrer) {
    return tx.query(HAS_SLOT).bind("id", referrer).mapTo(Boolean.class).one();
  }

  private Decision letPass(
      Tx tx, Referral referral, Map<UUID, Account> accounts, Judgement judgement) {
    var now = now();
    var pair = referral.pair();
    var passed = step(tx, referral, Status.PENDING, Audit.Action.REFERRAL_APPROVED, judgement, now);
    // What was done while it was rejected counts.
    if (passed.qualifiedAt().isEmpty()) {
      var completion = passed.terms().completion();
      Qualifying.done(tx, pair.referred(), completion)
          .flatMap(Qualifying.Done::by)
          .ifPresent(id -> Qualifying.qualify(tx, completion, Map.of(pair.referred(), id), now));
    }
    return new Decision.Decided(
        completing
            .completeIfDue(tx, pair, accounts, judgement.by())
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
              step(
                  tx, referral, Status.REJECTED, Audit.Action.REFERRAL_REJECTED, judgement, now()));
    };
  }

  /// Takes a step that a person decided on, with its line in the audit log. The users are locked.
  static Referral step(
      Tx tx, Referral referral, Status to, Audit.Action action, Judgement judgement, Instant now) {
    var pair = referral.pair();
    var step =
        new Step(
            referral.status(),
            to,
            Optional.of(judgement.reason()),
            judgement.note(),
            judgement.by());
    var details =
        Map.of(
            "status.old", referral.status().word(),
            "status.new", to.word(),
            "reason", judgement.reason());
    Audit.write(
        tx,
        new Audit.Line(
            judgement.by(), action, Optional.of(pair.referred()), pair.subject(), details));
    return Steps.take(tx, pair, step, now)
        .orElseThrow(() -> new IllegalStateException(pair.subject() + " moved under its locks"));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
