package dev.tallystick.alert;

import java.util.Locale;
import java.util.Map;

/// What alerts tell of, and the one sentence that each says to people.
public enum AlertKind {
  /// Details: credits, price.
  TOP_UP_PAID("Credits were bought"),
  /// It is tried again. Details: credits, price, reason, again.
  TOP_UP_DECLINED("A payment for credits was declined"),
  /// Details: below, max, until.
  TOP_UP_CAPPED("No more credits are bought this month"),
  /// Details: reason.
  TOP_UP_DISABLED("Auto top-up was switched off");

  private final String subject;

  AlertKind(String subject) {
    this.subject = subject;
  }

  /// As stored and as in JSON.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @throws IllegalArgumentException if there is no such kind
  public static AlertKind ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// The subject of a mail.
  String subject() {
    return subject;
  }

  /// What people read.
  public String sentence(Map<String, String> details) {
    return switch (this) {
      case TOP_UP_PAID ->
          "%s credits were bought for %s, because you were running short."
              .formatted(text(details, "credits"), text(details, "price"));
      case TOP_UP_DECLINED ->
          "The payment of %s for %s credits was declined: %s. It is tried again on %s."
              .formatted(
                  text(details, "price"),
                  text(details, "credits"),
                  reason(text(details, "reason")),
                  text(details, "again"));
      case TOP_UP_CAPPED ->
          "Fewer than %s credits are left, and none are bought before %s: more would cost over the %s that you set for a month."
              .formatted(text(details, "below"), text(details, "until"), text(details, "max"));
      case TOP_UP_DISABLED ->
          "No credits are bought any more when they run short: %s. %s."
              .formatted(reason(text(details, "reason")), advice(text(details, "reason")));
    };
  }

  private static String text(Map<String, String> details, String name) {
    return details.getOrDefault(name, "?");
  }

  /// Why no money came, by Stripe's word for it or ours.
  private static String reason(String code) {
    return switch (code) {
      case "no_payment_method" -> "no card is stored";
      case "pack_gone" -> "the pack of credits that you chose is not sold any more";
      case "insufficient_funds" -> "the card has not enough money";
      case "expired_card" -> "the card has expired";
      case "authentication_required" -> "the bank wants you to confirm the payment yourself";
      case "card_declined", "generic_decline" -> "the card was declined";
      case "payment_disputed" -> "a payment was disputed at the bank";
      case "payment_refunded" -> "a payment for credits was refunded";
      default -> "the payment was refused (%s)".formatted(code);
    };
  }

  private static String advice(String code) {
    return switch (code) {
      case "payment_disputed", "payment_refunded" ->
          "If you want them to be, switch auto top-up on again";
      default -> "Mend that, then switch auto top-up on again";
    };
  }
}
