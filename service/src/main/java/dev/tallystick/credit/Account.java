package dev.tallystick.credit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One user's credits at one moment: the grants that can still be spent, in burn order, and what is
/// owed or set aside.
///
/// @param isClosed the user was deleted: charged to the end, but given nothing more
/// @param shortBelow credits are bought when fewer than this are available; empty: none are
public record Account(
    UUID userId,
    Credits debt,
    Credits held,
    boolean isClosed,
    Optional<Credits> shortBelow,
    List<Grant> grants) {
  public Account {
    grants = List.copyOf(grants);
  }

  /// What is left in all grants.
  public Credits balance() {
    var sum = Credits.ZERO;
    for (var grant : grants) sum = sum.plus(grant.balance());
    return sum;
  }

  /// What a new call may count on: balance − debt − held. Negative in debt.
  public Credits available() {
    return balance().minus(debt).minus(held);
  }

  /// Whether fewer credits are available than the user wants to have.
  public boolean isShort() {
    return shortBelow.isPresent() && available().compareTo(shortBelow.get()) < 0;
  }

  /// The account after a charge, and how the charge was paid.
  public Charged charge(Credits charge) {
    var burnDown = BurnDown.plan(grants, charge);
    var after =
        new Account(
            userId, debt.plus(burnDown.uncovered()), held, isClosed, shortBelow, burnDown.left());
    return new Charged(after, burnDown.draws(), burnDown.uncovered());
  }

  /// @param debt what no grant covered
  public record Charged(Account after, List<BurnDown.Draw> draws, Credits debt) {
    /// The ledger entries of this charge: one a draw, and one for the debt.
    public List<NewEntry> entries(UUID messageId) {
      var entries = new java.util.ArrayList<NewEntry>(draws.size() + 1);
      for (var draw : draws) {
        entries.add(
            NewEntry.charge(
                after.userId(), Optional.of(draw.grantId()), messageId, draw.credits()));
      }
      if (debt.isPositive()) {
        entries.add(NewEntry.charge(after.userId(), Optional.empty(), messageId, debt));
      }
      return entries;
    }
  }
}
