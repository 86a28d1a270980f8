package dev.tallystick.credit;

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
    Entry.Kind kind,
    Credits amount) {
  public NewEntry {
    if (amount.isZero()) throw new IllegalArgumentException("an entry must move something");
  }
}
