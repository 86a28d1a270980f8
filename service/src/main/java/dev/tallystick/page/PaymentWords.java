package dev.tallystick.page;

import dev.tallystick.stripe.Amounts;
import dev.tallystick.stripe.shop.Payment;
import dev.tallystick.stripe.shop.Payment.Standing;
import dev.tallystick.stripe.shop.Subscription;

/// Payments and subscriptions in words.
final class PaymentWords {
  private PaymentWords() {}

  static String what(Payment payment) {
    var credits = payment.credits().map(CreditWords::credits);
    return switch (payment.origin()) {
      case CHECKOUT -> credits.orElse("Credits");
      case TOP_UP -> credits.orElse("Credits") + ", bought automatically";
      case SUBSCRIPTION -> "Subscription";
      case OTHER -> "Something else";
    };
  }

  static String status(Standing standing) {
    return switch (standing) {
      case OPEN -> "not finished";
      case FAILED -> "failed";
      case CANCELED -> "canceled";
      case PAID -> "paid";
      case PARTLY_REFUNDED -> "partly refunded";
      case REFUNDED -> "refunded";
      case DISPUTED -> "disputed";
      case LOST -> "charged back";
    };
  }

  static String kind(Standing standing) {
    return switch (standing) {
      case PAID -> "good";
      case OPEN, PARTLY_REFUNDED, DISPUTED -> "open";
      case FAILED, CANCELED, REFUNDED, LOST -> "over";
    };
  }

  /// What follows from how it stands; may be nothing.
  static String detail(Payment payment) {
    if (payment.standing() == Standing.PAID && payment.refused().isPresent()) {
      return "The credits could not be given. Write to us.";
    }
    return switch (payment.standing()) {
      case OPEN -> "Nothing was paid yet.";
      case FAILED -> "Nothing was paid: " + reason(payment.failure().orElse("")) + ".";
      case PARTLY_REFUNDED, REFUNDED -> amount(payment, payment.refunded()) + " went back.";
      case DISPUTED ->
          "Your bank asks %s back. Until that is decided, the credits are set aside."
              .formatted(amount(payment, payment.disputed()));
      case LOST -> amount(payment, payment.lost()) + " went back to your bank.";
      case PAID, CANCELED -> "";
    };
  }

  private static String amount(Payment payment, long amount) {
    return Amounts.text(amount, payment.currency());
  }

  private static String reason(String code) {
    return switch (code) {
      case "insufficient_funds" -> "the card has not enough money";
      case "expired_card" -> "the card has expired";
      case "authentication_required" -> "the bank wanted you to confirm it";
      default -> "the card was declined";
    };
  }

  static String status(Subscription subscription) {
    if (subscription.cancelAt().isPresent() && subscription.isRunning()) return "ends soon";
    return switch (subscription.status()) {
      case "active" -> "active";
      case "trialing" -> "on trial";
      case "past_due", "unpaid" -> "payment is due";
      case "incomplete" -> "not paid yet";
      case "paused" -> "paused";
      default -> "ended";
    };
  }

  static String kind(Subscription subscription) {
    return switch (status(subscription)) {
      case "active", "on trial" -> "good";
      case "ended" -> "over";
      default -> "open";
    };
  }

  /// What it costs, and what is next.
  static String detail(Subscription subscription) {
    var price =
        subscription.unitAmount().isPresent() && subscription.currency().isPresent()
            ? Amounts.text(
                    subscription.unitAmount().getAsLong() * subscription.quantity().orElse(1),
                    subscription.currency().get())
                + " a period"
            : "";
    var next =
        subscription
            .endedAt()
            .map(at -> "ended on " + Ages.day(at))
            .or(() -> subscription.cancelAt().map(at -> "ends on " + Ages.day(at)))
            .or(() -> subscription.periodEnd().map(at -> "renews on " + Ages.day(at)))
            .orElse("");
    return price.isEmpty() || next.isEmpty() ? price + next : price + " · " + next;
  }
}
