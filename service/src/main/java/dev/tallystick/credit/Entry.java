package dev.tallystick.credit;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// One line of the ledger: one movement of one grant, or of the debt where `grantId` is empty.
///
/// @param reversalId the reversal that this is part of, or undoes
/// @param amount signed: what the user's balance gained (+) or lost (−)
public record Entry(
    UUID id,
    UUID userId,
    Optional<UUID> grantId,
    Optional<UUID> messageId,
    Optional<UUID> reversalId,
    Kind kind,
    Credits amount,
    Instant createdAt) {
  /// Why something moved.
  public enum Kind {
    /// A message was paid for.
    CHARGE,
    /// A new grant, or one that got credits back, paid debt: the grant's side and the debt's side
    /// cancel out.
    REPAYMENT,
    /// A grant ran out of time.
    EXPIRY,
    /// A reversal, by a decision.
    REVOCATION,
    /// A reversal, because the payment went back.
    REFUND,
    RERATE,
    /// A reversal, because of a dispute.
    CLAWBACK,
    /// A reversal was undone.
    RESTORATION;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
