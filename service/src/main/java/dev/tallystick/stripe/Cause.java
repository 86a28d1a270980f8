package dev.tallystick.stripe;

import dev.tallystick.credit.Reversal;
import java.util.Locale;

/// Why credits that were paid for are taken back, in the order in which they are.
enum Cause {
  /// The payment was refunded.
  REFUND(Reversal.Kind.REFUND),
  /// A dispute was lost.
  LOST(Reversal.Kind.CLAWBACK),
  /// A dispute is open: what is unspent is set aside.
  DISPUTE(Reversal.Kind.CLAWBACK);

  private final Reversal.Kind kind;

  Cause(Reversal.Kind kind) {
    this.kind = kind;
  }

  Reversal.Kind kind() {
    return kind;
  }

  /// What becomes of credits that were spent. While a dispute is open nobody owes anything.
  ///
  /// @param policy for what went back for good
  Reversal.Spent spent(Reversal.Spent policy) {
    return switch (this) {
      case REFUND, LOST -> policy;
      case DISPUTE -> Reversal.Spent.WRITE_OFF;
    };
  }

  /// Begins the ids of the operations that reverse a grant for it; a number follows.
  ///
  /// @param grant the operation that made the grant
  String prefix(String grant) {
    return grant + ":" + name().toLowerCase(Locale.ROOT) + ":";
  }
}
