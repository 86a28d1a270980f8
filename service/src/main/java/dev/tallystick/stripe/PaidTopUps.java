package dev.tallystick.stripe;

import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.UUID;

/// Whoever is told which top-ups are paid.
@FunctionalInterface
interface PaidTopUps {
  /// Stripe has the money for a top-up. Called in the transaction that gives the credits.
  ///
  /// @param payment Stripe's payment intent
  /// @param alertId a new one
  void paid(Tx tx, UUID user, UUID topUp, String payment, UUID alertId, Instant now);
}
