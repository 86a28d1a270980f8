package dev.tallystick.stripe;

import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What payments and invoices give: writes them down and moves the credits that follow from them.
final class Purchases {
  /// A payment that pays no invoice, as Stripe has it.
  void apply(Tx tx, PaymentState payment, long fetchNo, Instant now) {
    var user = Customers.userOf(tx, payment.customer(), payment.user());
    var _ = Payments.mirror(tx, payment, user, Optional.empty(), fetchNo, now);
  }

  /// An invoice as Stripe has it, and what paid it.
  void apply(Tx tx, InvoiceState invoice, List<PaymentState> payments, long fetchNo, Instant now) {
    var user = Customers.userOf(tx, invoice.customer(), Optional.empty());
    for (var each : payments) {
      var _ = Payments.mirror(tx, each, user, Optional.of(invoice.id()), fetchNo, now);
    }
    var _ = Invoices.mirror(tx, invoice, user, fetchNo, now);
  }
}
