package dev.tallystick.credit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A movement that is about to be written into the ledger.
///
/// @param grantId the grant that moves; empty: the debt moves
/// @param amount signed, not zero: what the user's balance gains (+) or loses (−)
public record NewEntry(
    UUID userId,
    Optional<UUID> grantId,
    Optional<UUID> messageId,
    Optional<UUID> reversalId,
    Entry.Kind kind,
    Credits amount) {
  public NewEntry {
    if (amount.isZero()) throw new IllegalArgumentException("an entry must move something");
  }

  /// A part of what a message costs, from a grant or into debt.
  static NewEntry charge(UUID user, Optional<UUID> grant, UUID message, Credits charged) {
    return new NewEntry(
        user, grant, Optional.of(message), Optional.empty(), Entry.Kind.CHARGE, charged.negated());
  }

  /// Both sides of a grant's paying debt; none where it pays nothing.
  static List<NewEntry> repayment(UUID user, UUID grant, Credits repaid) {
    if (!repaid.isPositive()) return List.of();
    return List.of(
        ofGrant(user, grant, Entry.Kind.REPAYMENT, repaid.negated()),
        new NewEntry(
            user,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Entry.Kind.REPAYMENT,
            repaid));
  }

  /// All that is left of a grant lapses.
  static NewEntry expiry(Grant grant) {
    return ofGrant(grant.userId(), grant.id(), Entry.Kind.EXPIRY, grant.balance().negated());
  }

  private static NewEntry ofGrant(UUID user, UUID grant, Entry.Kind kind, Credits amount) {
    return new NewEntry(user, Optional.of(grant), Optional.empty(), Optional.empty(), kind, amount);
  }

  /// One side, the grant's or the debt's, of a reversal or of its restoration; none where it does
  /// not move.
  static List<NewEntry> ofReversal(
      Reversal reversal, Optional<UUID> grant, Entry.Kind kind, Credits amount) {
    if (amount.isZero()) return List.of();
    return List.of(
        new NewEntry(
            reversal.userId(), grant, Optional.empty(), Optional.of(reversal.id()), kind, amount));
  }
}
