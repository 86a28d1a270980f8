package dev.tallystick.credit;

import java.util.Optional;
import java.util.UUID;

/// Credits of a grant to be taken back, once for each `operationId`.
///
/// @param operationId from 1 to 200 characters, chosen by who reverses
/// @param credits positive; empty: all that is not reversed yet
/// @param spent what becomes of credits that were spent already
public record ReversalRequest(
    UUID userId,
    UUID grantId,
    String operationId,
    Reversal.Kind kind,
    Optional<Credits> credits,
    Reversal.Spent spent) {
  public ReversalRequest {
    if (credits.isPresent() && !credits.get().isPositive()) {
      throw new IllegalArgumentException("credits must be above 0");
    }
  }

  /// Whether `reversal` is what this request asks for. All that was left may have been any amount.
  boolean describes(Reversal reversal) {
    return reversal.grantId().equals(grantId)
        && reversal.kind() == kind
        && reversal.spent() == spent
        && credits.map(reversal.amount()::equals).orElse(true);
  }
}
