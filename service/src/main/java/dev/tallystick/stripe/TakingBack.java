package dev.tallystick.stripe;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.GrantHistory;
import dev.tallystick.credit.Restoring;
import dev.tallystick.credit.Reversal;
import dev.tallystick.credit.ReversalRequest;
import dev.tallystick.credit.Reversals;
import dev.tallystick.credit.Reversing;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Undoing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Takes back credits as far as their money went back, and puts them back where it came again. Only
/// how the money stands now counts: what is reversed is moved to the target, which is nothing where
/// it is there already.
final class TakingBack {
  private final Reversals reversals;
  private final Undoing undoing;
  private final Reversal.Spent policy;
  private final Actor by;

  /// @param policy what becomes of credits that were spent when their money went back for good
  TakingBack(Reversals reversals, Undoing undoing, Reversal.Spent policy, Actor by) {
    this.reversals = reversals;
    this.undoing = undoing;
    this.policy = policy;
    this.by = by;
  }

  /// What one grant has been through in this transaction.
  ///
  /// @param wasWhole whether all of it was reversed before
  /// @param isWhole whether all of it is now
  private record Moved(Reversal last, boolean wasWhole, boolean isWhole) {}

  /// Moves what is reversed of grants of one purchase to what its money says. Their user is locked.
  /// Referrals follow when all is moved: what is undone and done anew at once they do not see.
  void follow(Tx tx, List<GrantHistory> grants, Money money) {
    var moved = new ArrayList<Moved>();
    for (var grant : grants) follow(tx, grant, money).ifPresent(moved::add);
    for (var each : moved) {
      if (each.isWhole() && !each.wasWhole()) undoing.reversed(tx, each.last(), by);
      if (each.wasWhole() && !each.isWhole()) undoing.restored(tx, each.last(), by);
    }
  }

  private Optional<Moved> follow(Tx tx, GrantHistory grant, Money money) {
    var principal = grant.grant().principal();
    var byHand = sum(grant.standing().stream().filter(each -> !isOurs(grant, each)).toList());
    var targets = Targets.of(principal, money).within(principal.minus(byHand));
    if (isThere(grant, targets)) return Optional.empty();
    var moves = new ArrayList<Reversal>();
    var stands = new EnumMap<Cause, Credits>(Cause.class);
    var back = byHand;
    for (var cause : Cause.values()) {
      var made = madeFor(grant, cause);
      stands.put(cause, sum(made));
      if (!isDoneAnew(grant, cause, targets)) continue;
      for (var each : made) moves.add(restore(tx, each));
      stands.put(cause, Credits.ZERO);
    }
    for (var cause : Cause.values()) {
      var more = targets.of(cause).minus(Objects.requireNonNull(stands.get(cause)));
      if (more.isPositive()) moves.add(reverse(tx, grant, cause, more));
      back = back.plus(targets.of(cause));
    }
    boolean wasWhole = sum(grant.standing()).equals(principal);
    return Optional.of(new Moved(moves.getLast(), wasWhole, back.equals(principal)));
  }

  private static boolean isThere(GrantHistory grant, Targets targets) {
    for (var cause : Cause.values()) {
      if (!standing(grant, cause).equals(targets.of(cause))) return false;
    }
    return true;
  }

  /// Disputes that are open set aside what refunds and losses leave, so they come after them. And
  /// where money came again, all are: what is unspent now goes first, and is not owed.
  private static boolean isDoneAnew(GrantHistory grant, Cause cause, Targets targets) {
    return cause == Cause.DISPUTE
        || standing(grant, Cause.REFUND).compareTo(targets.refund()) > 0
        || standing(grant, Cause.LOST).compareTo(targets.lost()) > 0;
  }

  private static boolean isOurs(GrantHistory grant, Reversal reversal) {
    for (var cause : Cause.values()) {
      if (isFor(grant, cause, reversal)) return true;
    }
    return false;
  }

  private static boolean isFor(GrantHistory grant, Cause cause, Reversal reversal) {
    return reversal.operationId().startsWith(cause.prefix(grant.grant().operationId()));
  }

  /// The reversals for a cause that stand.
  private static List<Reversal> madeFor(GrantHistory grant, Cause cause) {
    return grant.standing().stream().filter(each -> isFor(grant, cause, each)).toList();
  }

  private static Credits standing(GrantHistory grant, Cause cause) {
    return sum(madeFor(grant, cause));
  }

  private static Credits sum(Collection<Reversal> reversals) {
    return reversals.stream().map(Reversal::amount).reduce(Credits.ZERO, Credits::plus);
  }

  private Reversal reverse(Tx tx, GrantHistory history, Cause cause, Credits credits) {
    var grant = history.grant();
    long before = history.reversals().stream().filter(it -> isFor(history, cause, it)).count();
    var request =
        new ReversalRequest(
            grant.userId(),
            grant.id(),
            cause.prefix(grant.operationId()) + (before + 1),
            cause.kind(),
            Optional.of(credits),
            cause.spent(policy));
    var reversing = reversals.reverse(tx, request);
    if (reversing instanceof Reversing.Reversed(var reversal)) {
      audit(tx, Audit.Action.GRANT_REVERSED, reversal);
      return reversal;
    }
    // Too much debt: nothing is written down, and the event says so until there is room.
    throw new IllegalStateException(
        "%s cannot be taken back: %s".formatted(request.operationId(), reversing));
  }

  private Reversal restore(Tx tx, Reversal reversal) {
    var restoring = reversals.restore(tx, reversal.userId(), reversal.id());
    if (restoring instanceof Restoring.Restored(var restored)) {
      audit(tx, Audit.Action.GRANT_RESTORED, restored);
      return restored;
    }
    throw new IllegalStateException(
        "%s cannot be put back: %s".formatted(reversal.operationId(), restoring));
  }

  private void audit(Tx tx, Audit.Action action, Reversal reversal) {
    var details =
        Map.of(
            "reversal", reversal.id().toString(),
            "operationId", reversal.operationId(),
            "kind", reversal.kind().word(),
            "spent", reversal.spent().word(),
            "credits", reversal.amount().toString());
    var subject = "grant:" + reversal.grantId();
    Audit.write(tx, new Audit.Line(by, action, Optional.of(reversal.userId()), subject, details));
  }
}
