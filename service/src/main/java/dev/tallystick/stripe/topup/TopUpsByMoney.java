package dev.tallystick.stripe.topup;

import dev.tallystick.alert.AlertKind;
import dev.tallystick.alert.Alerts;
import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.TopUpMoney;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// What follows for top-ups from money that came and went.
public final class TopUpsByMoney implements TopUpMoney {
  /// Stripe has the money for a top-up: settles it and tells the user, the first time. To be called
  /// in the transaction that gives the credits.
  ///
  /// @param payment Stripe's payment intent
  /// @param alertId a new one
  @Override
  public void paid(Tx tx, UUID user, UUID topUp, String payment, UUID alertId, Instant now) {
    TopUpSteps.paid(tx, new TopUpSteps.Key(user, topUp), payment, now)
        .flatMap(TopUp::order)
        .ifPresent(
            order -> {
              var details = Map.of("credits", order.credits().toString(), "price", order.price());
              Alerts.raise(tx, user, AlertKind.TOP_UP_PAID, details, alertId, now);
            });
  }

  /// Who asks for money back is not to be charged again for what went with it.
  @Override
  public void wentBack(Tx tx, Ledger ledger, UUID user, String why, Instant now) {
    AutoTopUps.disable(tx, ledger, user, why, now);
  }
}
