package dev.tallystick.stripe;

import java.util.List;

/// What was paid for a purchase and what of it went back, in the smallest unit of the currency.
///
/// @param paid what was received
/// @param refunded what was given back
/// @param disputed what banks ask back by disputes that are open
/// @param lost what went back by disputes that were lost
public record Money(long paid, long refunded, long disputed, long lost) {
  static final Money NONE = new Money(0, 0, 0, 0);

  /// Of a payment: nothing, until it is paid.
  public static Money of(PaymentState payment) {
    if (!payment.isPaid()) return NONE;
    return new Money(
        payment.amountReceived(),
        payment.amountRefunded(),
        payment.amountDisputed(),
        payment.amountLost());
  }

  /// Of all payments of an invoice.
  public static Money of(List<PaymentState> payments) {
    return payments.stream().map(Money::of).reduce(NONE, Money::plus);
  }

  private Money plus(Money other) {
    return new Money(
        paid + other.paid, refunded + other.refunded, disputed + other.disputed, lost + other.lost);
  }

  /// Whether all that was paid went back for good.
  boolean isBack() {
    return paid > 0 && refunded + lost >= paid;
  }
}
