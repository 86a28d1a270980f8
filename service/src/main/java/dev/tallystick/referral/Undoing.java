package dev.tallystick.referral;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.Restoring;
import dev.tallystick.credit.Reversal;
import dev.tallystick.credit.ReversalRequest;
import dev.tallystick.credit.Reversals;
import dev.tallystick.credit.Reversing;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Referral.Status;
import dev.tallystick.referral.Steps.Step;
import dev.tallystick.referral.Steps.Why;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Takes back exactly what a completed referral gave, and puts it back. One that completes with a
/// purchase stands exactly while a purchase stands that came in time, in whatever order purchases
/// and what becomes of them are heard of; unless a person reversed it. Thread-safe.
public final class Undoing {
  private final Database database;
  private final Completing completing;
  private final Reversals reversals;
  private final InstantSource clock;

  public Undoing(
      Database database, Completing completing, Reversals reversals, InstantSource clock) {
    this.database = database;
    this.completing = completing;
    this.reversals = reversals;
    this.clock = clock;
  }

  /// Takes back what both sides were given. Where a purchase that went back has done so already, it
  /// stays so whatever becomes of the purchase.
  public Decision reverse(Pair pair, Judgement judgement) {
    return decide(pair, (tx, referral) -> reverse(tx, referral, judgement.why()));
  }

  /// Puts back what a reversal took, unless the purchase that had qualified it went back, and no
  /// other stands.
  public Decision reinstate(Pair pair, Judgement judgement) {
    return decide(
        pair,
        (tx, referral) -> {
          if (referral.status() == Status.REVERSED && purchaseWentBack(tx, referral)) {
            var standing = Qualifying.standing(tx, pair.referred());
            if (standing.isEmpty()) return new Decision.PurchaseWentBack(referral);
            Qualifying.replace(tx, pair.referred(), standing.get());
          }
          return reinstate(tx, referral, judgement.why());
        });
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

  private Decision reverse(Tx tx, Referral referral, Why why) {
    return switch (referral.status()) {
      case REVERSED ->
          isByPurchase(referral)
              ? new Decision.Decided(
                  step(tx, referral, Status.REVERSED, Audit.Action.REFERRAL_REVERSED, why))
              : new Decision.Replayed(referral);
      case REVIEW, PENDING, REJECTED, EXPIRED -> new Decision.StatusConflict(referral);
      case COMPLETED -> {
        var after = step(tx, referral, Status.REVERSED, Audit.Action.REFERRAL_REVERSED, why);
        for (var given : given(after)) take(tx, after, given);
        yield new Decision.Decided(after);
      }
    };
  }

  private Decision reinstate(Tx tx, Referral referral, Why why) {
    return switch (referral.status()) {
      case COMPLETED -> new Decision.Replayed(referral);
      case REVIEW, PENDING, REJECTED, EXPIRED -> new Decision.StatusConflict(referral);
      case REVERSED -> {
        for (var given : given(referral)) putBack(tx, referral, given);
        yield new Decision.Decided(
            step(tx, referral, Status.COMPLETED, Audit.Action.REFERRAL_REINSTATED, why));
      }
    };
  }

  private Referral step(Tx tx, Referral referral, Status to, Audit.Action action, Why why) {
    return Steps.decide(tx, referral, to, action, why, now());
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
            referral.terms().spent());
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

  /// Locks what [#purchased], [#reversed] and [#restored] may touch, before anything of the user's
  /// is locked.
  public void lock(Tx tx, UUID user) {
    var referral = Steps.findOf(tx, user);
    if (referral.isPresent()) {
      var _ = completing.lock(tx, referral.get().pair());
      return;
    }
    // Until now nobody had brought the user, and from here on nobody can; but in between?
    Steps.lockUsers(tx, List.of(user));
    Steps.findOf(tx, user).ifPresent(it -> completing.lock(tx, it.pair()));
  }

  /// A user who is locked was given credits. If they were bought, they qualify the user's referral;
  /// or it is put back, if it was undone because a purchase went back.
  public void purchased(Tx tx, Grant grant, Actor by) {
    if (grant.type() != Grant.Type.PURCHASE) return;
    Qualifying.purchased(tx, grant.userId(), grant.id(), grant.createdAt());
    Steps.findOf(tx, grant.userId())
        .filter(it -> isByPurchase(it) && !Reviews.isSomebodyGone(tx, it.pair()))
        .ifPresent(it -> putBackByPurchase(tx, it, "purchase_made", by));
  }

  /// Puts back what a purchase undid, if one stands. Where an account has no room for it, that is
  /// left to a person: a purchase does not fail for a referral.
  private void putBackByPurchase(Tx tx, Referral referral, String reason, Actor by) {
    var user = referral.referredId();
    var standing = Qualifying.standing(tx, user);
    var pair = referral.pair();
    if (standing.isEmpty()
        || !Completing.haveRoom(pair, referral.terms(), completing.lock(tx, pair))) {
      return;
    }
    Qualifying.replace(tx, user, standing.get());
    var _ = reinstate(tx, referral, new Why(reason, Optional.empty(), by));
  }

  private static final String WENT_BACK =
      """
      SELECT g.type = 'purchase' AND g.principal <= coalesce(sum(r.amount), 0)
        FROM tally.credit_grants AS g
        LEFT JOIN tally.credit_reversals AS r
          ON r.user_id = g.user_id AND r.grant_id = g.id AND r.restored_at IS NULL
       WHERE g.user_id = :user AND g.id = :grant
       GROUP BY g.user_id, g.id
      """;

  /// A grant of a user who is locked was reversed. If that was a purchase, and all of it went back,
  /// the referral that it had qualified goes on with another that stands. If there is none, it is
  /// undone, or waits for one if it gave nothing yet.
  public void reversed(Tx tx, Reversal reversal, Actor by) {
    var user = reversal.userId();
    var referral = Steps.findOf(tx, user).filter(it -> isQualifiedBy(it, reversal.grantId()));
    if (referral.isEmpty() || !wentBack(tx, user, reversal.grantId())) return;
    Qualifying.unqualify(tx, user, reversal.grantId(), now());
    if (referral.get().status() != Status.COMPLETED) {
      qualifyByAnother(tx, user);
      return;
    }
    var standing = Qualifying.standing(tx, user);
    if (standing.isPresent()) {
      replace(tx, referral.get(), standing.get(), by);
    } else {
      var why = new Why(reason(reversal.kind()), Optional.empty(), by);
      var _ = reverse(tx, referral.get(), why);
    }
  }

  private void qualifyByAnother(Tx tx, UUID user) {
    Qualifying.standing(tx, user).ifPresent(grant -> Qualifying.purchased(tx, user, grant, now()));
  }

  /// The history says so, and no credits move.
  private void replace(Tx tx, Referral referral, UUID grant, Actor by) {
    Qualifying.replace(tx, referral.referredId(), grant);
    var step = new Step(Status.COMPLETED, Status.COMPLETED, by).because("purchase_replaced");
    var _ = Steps.take(tx, referral.pair(), step, now());
  }

  /// A reversal of a user who is locked was undone. A purchase of which something is there again
  /// qualifies as any does.
  public void restored(Tx tx, Reversal reversal, Actor by) {
    var user = reversal.userId();
    var referral = Steps.findOf(tx, user);
    if (referral.isEmpty() || wentBack(tx, user, reversal.grantId())) return;
    if (isByPurchase(referral.get())) {
      putBackByPurchase(tx, referral.get(), "purchase_restored", by);
    } else {
      qualifyByAnother(tx, user);
    }
  }

  private static boolean wentBack(Tx tx, UUID user, UUID grant) {
    return tx.query(WENT_BACK)
        .bind("user", user)
        .bind("grant", grant)
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }

  private static boolean purchaseWentBack(Tx tx, Referral referral) {
    return referral
        .qualifiedBy()
        .filter(grant -> wentBack(tx, referral.referredId(), grant))
        .isPresent();
  }

  private static boolean isQualifiedBy(Referral referral, UUID grant) {
    return referral.qualifiedBy().equals(Optional.of(grant));
  }

  /// Whether a referral was reversed because its purchase went back, and not by a person's
  /// decision.
  private static boolean isByPurchase(Referral referral) {
    return referral.status() == Status.REVERSED
        && referral.reason().filter(reason -> reason.startsWith("purchase_")).isPresent();
  }

  /// Why a referral is undone, by why its purchase went back. [Judgement] leaves these words to us.
  private static String reason(Reversal.Kind kind) {
    return switch (kind) {
      case REVOCATION -> "purchase_revoked";
      case REFUND -> "purchase_refunded";
      case CLAWBACK -> "purchase_disputed";
    };
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
