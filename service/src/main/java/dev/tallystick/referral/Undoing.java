package dev.tallystick.referral;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.credit.Restoring;
import dev.tallystick.credit.Reversal;
import dev.tallystick.credit.ReversalRequest;
import dev.tallystick.credit.Reversals;
import dev.tallystick.credit.Reversing;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Referral.Status;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Takes back exactly what a completed referral gave, and puts it back. Thread-safe.
public final class Undoing {
  private final Database database;
  private final Completing completing;
  private final Reversals reversals;
  private final Reversal.Spent spent;
  private final InstantSource clock;

  /// @param spent what becomes of credits that are taken back when they are spent already
  public Undoing(
      Database database,
      Completing completing,
      Reversals reversals,
      Reversal.Spent spent,
      InstantSource clock) {
    this.database = database;
    this.completing = completing;
    this.reversals = reversals;
    this.spent = spent;
    this.clock = clock;
  }

  /// Takes back what both sides were given.
  public Decision reverse(Pair pair, Judgement judgement) {
    return decide(pair, (tx, referral) -> reverse(tx, referral, judgement));
  }

  /// Puts back what a reversal took.
  public Decision reinstate(Pair pair, Judgement judgement) {
    return decide(pair, (tx, referral) -> reinstate(tx, referral, judgement));
  }

  private interface Work {
    Decision on(Tx tx, Referral referral);
  }

  private Decision decide(Pair pair, Work work) {
    return database.inTransaction(
        tx -> {
          completing.lock(tx, pair);
          var referral = Steps.find(tx, pair);
          if (referral.isEmpty()) return new Decision.ReferralUnknown();
          return work.on(tx, referral.get());
        });
  }

  private Decision reverse(Tx tx, Referral referral, Judgement judgement) {
    return switch (referral.status()) {
      case REVERSED -> new Decision.Replayed(referral);
      case REVIEW, PENDING, REJECTED, EXPIRED -> new Decision.StatusConflict(referral);
      case COMPLETED -> {
        var after = step(tx, referral, Status.REVERSED, Audit.Action.REFERRAL_REVERSED, judgement);
        for (var given : given(after)) take(tx, after, given);
        yield new Decision.Decided(after);
      }
    };
  }

  private Decision reinstate(Tx tx, Referral referral, Judgement judgement) {
    return switch (referral.status()) {
      case COMPLETED -> new Decision.Replayed(referral);
      case REVIEW, PENDING, REJECTED, EXPIRED -> new Decision.StatusConflict(referral);
      case REVERSED -> {
        for (var given : given(referral)) putBack(tx, referral, given);
        yield new Decision.Decided(
            step(tx, referral, Status.COMPLETED, Audit.Action.REFERRAL_REINSTATED, judgement));
      }
    };
  }

  private Referral step(
      Tx tx, Referral referral, Status to, Audit.Action action, Judgement judgement) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return Reviews.step(tx, referral, to, action, judgement, now);
  }

  /// What one side was given.
  private record Given(Side side, UUID grantId) {}

  private static List<Given> given(Referral referral) {
    var given = new ArrayList<Given>();
    referral.referrerGrantId().ifPresent(id -> given.add(new Given(Side.REFERRER, id)));
    referral.referredGrantId().ifPresent(id -> given.add(new Given(Side.REFERRED, id)));
    return given;
  }

  private void take(Tx tx, Referral referral, Given given) {
    var request =
        new ReversalRequest(
            given.side().of(referral.pair()),
            given.grantId(),
            given.side().reversalId(referral.pair(), referral.reversals()),
            Reversal.Kind.REVOCATION,
            Optional.empty(),
            spent);
    var reversing = reversals.reverse(tx, request);
    if (reversing instanceof Reversing.Reversed) return;
    throw new IllegalStateException("reversal of %s: %s".formatted(given, reversing));
  }

  private void putBack(Tx tx, Referral referral, Given given) {
    var user = given.side().of(referral.pair());
    var operation = given.side().reversalId(referral.pair(), referral.reversals());
    var reversal = Reversals.find(tx, user, operation).orElseThrow();
    var restoring = reversals.restore(tx, user, reversal.id());
    if (restoring instanceof Restoring.Restored) return;
    throw new IllegalStateException("reinstating %s: %s".formatted(given, restoring));
  }

  /// Locks what [#purchaseReversed] and [#purchaseRestored] touch, before anything of the user's is
  /// locked.
  public void lock(Tx tx, UUID user) {
    Steps.findOf(tx, user).ifPresent(referral -> completing.lock(tx, referral.pair()));
  }

  /// A purchase went back whole: what it had qualified is undone with it.
  ///
  /// @param reason `purchase_refunded` or `dispute_lost`
  public void purchaseReversed(Tx tx, UUID user, UUID grant, String reason, Actor by) {
    var referral = qualifiedBy(tx, user, grant);
    if (referral.isEmpty()) return;
    if (referral.get().status() == Status.COMPLETED) {
      var _ = reverse(tx, referral.get(), new Judgement(reason, Optional.empty(), by));
    } else {
      Qualifying.unqualify(tx, user, grant);
    }
  }

  /// A purchase that went back whole was put back: what it had qualified is put back with it.
  public void purchaseRestored(Tx tx, UUID user, UUID grant, Actor by) {
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var referral = qualifiedBy(tx, user, grant);
    if (referral.isPresent() && referral.get().status() == Status.REVERSED) {
      var judgement = new Judgement("purchase_restored", Optional.empty(), by);
      var _ = reinstate(tx, referral.get(), judgement);
    } else {
      Qualifying.purchased(tx, user, grant, now);
    }
  }

  private static Optional<Referral> qualifiedBy(Tx tx, UUID user, UUID grant) {
    return Steps.findOf(tx, user).filter(it -> it.qualifiedBy().equals(Optional.of(grant)));
  }
}
