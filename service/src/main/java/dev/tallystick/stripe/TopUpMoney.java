package dev.tallystick.stripe;

import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.UUID;

/// What top-ups have to know of money that came and went, in the transaction in which credits
/// follow it. They know what is mirrored, so that may not know them.
public interface TopUpMoney {
  /// Stripe has the money for a top-up.
  ///
  /// @param payment Stripe's payment intent
  /// @param alertId a new one
  void paid(Tx tx, UUID user, UUID topUp, String payment, UUID alertId, Instant now);

  /// Money of a user went back that had not gone before.
  ///
  /// @param why as auto top-up is switched off for: `payment_disputed` or `payment_refunded`
  void wentBack(Tx tx, Ledger ledger, UUID user, String why, Instant now);
}
