package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Payment intents and the charges that pay them.
final class Payments {
  static final Set<String> CREATING =
      Set.of(
          "amount",
          "automatic_payment_methods[allow_redirects]",
          "automatic_payment_methods[enabled]",
          "confirm",
          "currency",
          "customer",
          "description",
          "error_on_requires_action",
          "expand[#]",
          "metadata[*]",
          "off_session",
          "payment_method",
          "payment_method_types[#]",
          "receipt_email",
          "setup_future_usage",
          "statement_descriptor_suffix");

  static final Set<String> CONFIRMING =
      Set.of(
          "error_on_requires_action", "expand[#]", "off_session", "payment_method", "return_url");
  static final Set<String> CANCELLING = Set.of("cancellation_reason", "expand[#]");
  private static final int AMOUNT_MIN = 50;

  private final World world;
  private final Cards cards;
  private final Customers customers;
  private final Bank bank;

  Payments(World world, Cards cards, Customers customers, Bank bank) {
    this.world = world;
    this.cards = cards;
    this.customers = customers;
    this.bank = bank;
  }

  /// Carries out `POST /v1/payment_intents`.
  ObjectNode create(Params params) {
    long amount = params.number("amount").orElseThrow(() -> Refusal.required("amount"));
    if (amount < AMOUNT_MIN) {
      throw Refusal.invalid("Amount must be at least $0.50 usd")
          .code("amount_too_small")
          .param("amount");
    }
    var currency = params.required("currency");
    var customer = params.text("customer");
    customer.ifPresent(id -> customers.living(id, "customer"));
    if (params.flag("off_session") && !params.flag("confirm")) {
      throw Refusal.invalid("off_session can only be set when confirm is true.")
          .param("off_session");
    }
    var intent = intent(amount, currency, customer, params.under("metadata"));
    params.text("description").ifPresent(it -> intent.put("description", it));
    params.text("receipt_email").ifPresent(it -> intent.put("receipt_email", it));
    params
        .oneOf("setup_future_usage", Set.of("on_session", "off_session"))
        .ifPresent(it -> intent.put("setup_future_usage", it));
    if (params.text("payment_method").isPresent()) {
      var method = cards.usable(params.required("payment_method"), intent);
      intent.set("payment_method", method.path("id"));
      intent.put("status", "requires_confirmation");
    }
    if (params.flag("confirm") && intent.path("payment_method").isNull()) throw noMethod(intent);
    world.emit("payment_intent.created", intent);
    if (params.flag("confirm")) confirm(intent);
    return intent;
  }

  /// A new payment intent that nobody has heard of: the caller emits.
  ObjectNode intent(
      long amount, String currency, Optional<String> customer, Map<String, String> metadata) {
    var intent = world.make(Kind.PAYMENT_INTENT).put("amount", amount).put("currency", currency);
    var id = intent.path("id").asText();
    intent.put("client_secret", id + "_secret_" + world.ids().named("secret of " + id, 25));
    intent.put("customer", customer.orElse(null));
    World.merge(intent, "metadata", metadata);
    return intent;
  }

  /// Carries out `POST /v1/payment_intents/{id}/confirm`.
  ObjectNode confirm(String id, Params params) {
    var intent = world.get(Kind.PAYMENT_INTENT, id);
    var status = intent.path("status").asText();
    if (!status.equals("requires_payment_method") && !status.equals("requires_confirmation")) {
      throw unexpected(
          intent,
          "You cannot confirm this PaymentIntent because it has a status of " + status + ".");
    }
    if (params.text("payment_method").isPresent()) {
      intent.set(
          "payment_method", cards.usable(params.required("payment_method"), intent).path("id"));
    }
    if (intent.path("payment_method").isNull()) throw noMethod(intent);
    confirm(intent);
    return intent;
  }

  private void confirm(ObjectNode intent) {
    var method = world.follow(intent, "payment_method");
    var declined = attempt(intent, method);
    if (declined.isEmpty()) return;
    var decline = declined.get();
    throw Refusal.of(402, "card_error", decline.message())
        .code(decline.code())
        .with("decline_code", decline.declineCode())
        .with("charge", intent.path("latest_charge").asText())
        .with("payment_intent", world.shown(intent))
        .with("payment_method", world.shown(method));
  }

  private Refusal noMethod(ObjectNode intent) {
    return unexpected(
        intent,
        "You cannot confirm this PaymentIntent because it's missing a payment method. You can either"
            + " update the PaymentIntent with a payment method and then confirm it again, or confirm"
            + " it again directly with a payment method.");
  }

  private Refusal unexpected(ObjectNode intent, String message) {
    return Refusal.invalid(message)
        .code("payment_intent_unexpected_state")
        .with("payment_intent", world.shown(intent));
  }

  ObjectNode cancel(String id, Params params) {
    var intent = world.get(Kind.PAYMENT_INTENT, id);
    var status = intent.path("status").asText();
    if (status.equals("succeeded") || status.equals("canceled")) {
      throw unexpected(
          intent,
          "You cannot cancel this PaymentIntent because it has a status of " + status + ".");
    }
    intent.put("status", "canceled").put("canceled_at", world.now());
    intent.put("cancellation_reason", params.text("cancellation_reason").orElse(null));
    world.emit("payment_intent.canceled", intent);
    return intent;
  }

  /// Charges the card. What the bank says is noted on the intent and told in events.
  Optional<Bank.Decline> attempt(ObjectNode intent, ObjectNode method) {
    return attempt(intent, method, bank.answer(intent.path("customer").asText("")));
  }

  /// The same, when it is clear what the bank will say.
  Optional<Bank.Decline> attempt(
      ObjectNode intent, ObjectNode method, Optional<Bank.Decline> answer) {
    var charge = charge(intent, method);
    intent.set("latest_charge", charge.path("id"));
    if (answer.isPresent()) {
      fail(intent, charge, method, answer.get());
      return answer;
    }
    intent.put("status", "succeeded").put("amount_received", intent.path("amount").asLong());
    intent.putNull("last_payment_error").set("payment_method", method.path("id"));
    boolean isKept = intent.path("setup_future_usage").isTextual();
    if (isKept && intent.path("customer").isTextual()) {
      cards.attach(method, intent.path("customer").asText());
    }
    world.emit("charge.succeeded", charge);
    world.emit("payment_intent.succeeded", intent);
    var before = charge.deepCopy();
    charge.put("balance_transaction", world.ids().next("txn_3", 23));
    world.emitChange("charge.updated", before, charge);
    return Optional.empty();
  }

  private void fail(ObjectNode intent, ObjectNode charge, ObjectNode method, Bank.Decline decline) {
    charge.put("amount_captured", 0).put("captured", false).put("paid", false);
    charge.put("failure_code", decline.code()).put("failure_message", decline.message());
    charge.put("status", "failed");
    charge.set(
        "outcome",
        World.node()
            .put("network_status", "declined_by_network")
            .put("reason", decline.declineCode())
            .put("risk_level", "normal")
            .put(
                "seller_message",
                "The bank returned the decline code `%s`.".formatted(decline.declineCode()))
            .put("type", "issuer_declined"));
    intent.put("status", "requires_payment_method").putNull("payment_method");
    intent.set("last_payment_error", decline.error(method, charge.path("id").asText()));
    world.emit("charge.failed", charge);
    world.emit("payment_intent.payment_failed", intent);
  }

  private ObjectNode charge(ObjectNode intent, ObjectNode method) {
    long amount = intent.path("amount").asLong();
    var charge = world.make(Kind.CHARGE).put("amount", amount).put("amount_captured", amount);
    for (var field : List.of("currency", "customer", "description", "metadata")) {
      charge.set(field, intent.path(field).deepCopy());
    }
    charge.set("billing_details", method.path("billing_details").deepCopy());
    charge.set("payment_intent", intent.path("id"));
    charge.set("payment_method", method.path("id"));
    var card = (ObjectNode) method.path("card").deepCopy();
    card.remove("display_brand");
    card.put("amount_authorized", amount).put("network", "visa");
    var details = World.node().put("type", "card");
    details.set("card", card);
    charge.set("payment_method_details", details);
    return charge.put(
        "receipt_url", "https://pay.stripe.com/receipts/" + charge.path("id").asText());
  }

  /// The charge that paid it.
  ObjectNode chargeOf(String intent) {
    var found = world.get(Kind.PAYMENT_INTENT, intent, "payment_intent");
    if (!found.path("status").asText().equals("succeeded")) {
      throw Refusal.invalid(
              "This PaymentIntent (%s) does not have a successful charge to refund."
                  .formatted(intent))
          .code("payment_intent_unexpected_state")
          .param("payment_intent");
    }
    return world.follow(found, "latest_charge");
  }
}
