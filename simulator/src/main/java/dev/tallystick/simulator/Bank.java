package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Whose cards are declined, and why.
final class Bank {
  /// Errors with a code of their own; every other refusal is a `card_declined`.
  private static final Set<String> OWN_CODES =
      Set.of(
          "authentication_required",
          "expired_card",
          "incorrect_cvc",
          "incorrect_number",
          "processing_error");

  private static final String EVERYBODY = "";

  private final Map<String, String> declines = new ConcurrentHashMap<>();

  /// Why a card was not charged.
  record Decline(String declineCode) {
    String code() {
      return OWN_CODES.contains(declineCode) ? declineCode : "card_declined";
    }

    String message() {
      return switch (declineCode) {
        case "insufficient_funds" -> "Your card has insufficient funds.";
        case "expired_card" -> "Your card has expired.";
        case "incorrect_cvc" -> "Your card's security code is incorrect.";
        case "incorrect_number" -> "Your card number is incorrect.";
        case "processing_error" -> "An error occurred while processing your card.";
        case "authentication_required" ->
            "Your card was declined. This transaction requires authentication.";
        case String _ -> "Your card was declined.";
      };
    }

    /// As it stands in `last_payment_error`.
    ObjectNode error(ObjectNode method, String chargeId) {
      var error = World.node();
      error.put("charge", chargeId).put("code", code()).put("decline_code", declineCode);
      error.put("doc_url", "https://docs.stripe.com/error-codes/" + code().replace('_', '-'));
      error.put("message", message()).put("type", "card_error");
      error.set("payment_method", method.deepCopy());
      return error;
    }
  }

  void decline(String code) {
    declines.put(EVERYBODY, code);
  }

  void decline(String customer, String code) {
    declines.put(customer, code);
  }

  void accept() {
    declines.clear();
  }

  void accept(String customer) {
    declines.remove(customer);
  }

  /// How everybody's cards are declined, if they are.
  Optional<String> forEverybody() {
    return Optional.ofNullable(declines.get(EVERYBODY));
  }

  Optional<Decline> answer(String customer) {
    var code = declines.get(customer);
    if (code == null) code = declines.get(EVERYBODY);
    return Optional.ofNullable(code).map(Decline::new);
  }
}
