package dev.tallystick.credit;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// How one charge is paid: what it draws from which grant, and what no grant covers.
///
/// @param left the grants after the draws, still in burn order; grants that are spent are gone
/// @param uncovered becomes debt
public record BurnDown(List<Draw> draws, Credits uncovered, List<Grant> left) {
  /// What one grant pays of one charge; positive.
  public record Draw(UUID grantId, Credits credits) {}

  /// Takes `charge` from `grants` in the order given. Draws and what is uncovered add up to it.
  public static BurnDown plan(List<Grant> grants, Credits charge) {
    var draws = new ArrayList<Draw>(1);
    var left = new ArrayList<Grant>(grants.size());
    var uncovered = charge;
    for (var grant : grants) {
      var taken = uncovered.min(grant.balance());
      if (taken.isPositive()) draws.add(new Draw(grant.id(), taken));
      uncovered = uncovered.minus(taken);
      var rest = grant.balance().minus(taken);
      if (rest.isPositive()) left.add(taken.isZero() ? grant : grant.withBalance(rest));
    }
    return new BurnDown(List.copyOf(draws), uncovered, List.copyOf(left));
  }
}
