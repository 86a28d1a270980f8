package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.GrantHistory;
import dev.tallystick.credit.Reversal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The credits of a purchase.
///
/// @param due what is a user's, by how its money stands now
/// @param given what the ledger has of it, without what was taken back
public record Entitlement(Credits due, Credits given) {
  static final Entitlement NONE = new Entitlement(Credits.ZERO, Credits.ZERO);

  /// @param grants what was given for the purchase; how much that was is not asked again
  /// @param due what is to be given for it by now
  static Entitlement of(List<GrantHistory> grants, List<Due> due, Money money) {
    var all = NONE;
    for (var grant : grants) all = all.plus(ofGrant(grant, money));
    var known =
        grants.stream().map(grant -> grant.grant().operationId()).collect(Collectors.toSet());
    for (var each : due) {
      if (known.contains(each.operationId())) continue;
      var left = left(each.credits(), each.credits(), money);
      all = all.plus(new Entitlement(left, Credits.ZERO));
    }
    return all;
  }

  private static Entitlement ofGrant(GrantHistory grant, Money money) {
    var principal = grant.grant().principal();
    var standing = grant.standing();
    // What support took by hand stays taken.
    var byHand = sum(standing.stream().filter(each -> !isOurs(grant, each)).toList());
    return new Entitlement(
        left(principal, principal.minus(byHand), money), principal.minus(sum(standing)));
  }

  /// What is left of credits when what its money says was taken back.
  private static Credits left(Credits principal, Credits available, Money money) {
    var targets = Targets.of(principal, money).within(available);
    var left = available;
    for (var cause : Cause.values()) left = left.minus(targets.of(cause));
    return left;
  }

  private static boolean isOurs(GrantHistory grant, Reversal reversal) {
    return Arrays.stream(Cause.values())
        .map(cause -> cause.prefix(grant.grant().operationId()))
        .anyMatch(reversal.operationId()::startsWith);
  }

  private static Credits sum(List<Reversal> reversals) {
    return reversals.stream().map(Reversal::amount).reduce(Credits.ZERO, Credits::plus);
  }

  private Entitlement plus(Entitlement other) {
    return new Entitlement(due.plus(other.due), given.plus(other.given));
  }

  /// What Stripe's state gives beyond what was given.
  public Credits difference() {
    return due.minus(given);
  }
}
