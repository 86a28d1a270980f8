package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Refunds of charges, whole or in part.
final class Refunds {
  static final Set<String> PARAMETERS =
      Set.of("amount", "charge", "expand[#]", "metadata[*]", "payment_intent", "reason");

  private static final Set<String> REASONS =
      Set.of("duplicate", "fraudulent", "requested_by_customer");

  private final World world;
  private final Payments payments;

  Refunds(World world, Payments payments) {
    this.world = world;
    this.payments = payments;
  }

  /// Carries out `POST /v1/refunds`.
  ObjectNode create(Params params) {
    var intent = params.text("payment_intent");
    if (intent.isEmpty() && params.text("charge").isEmpty()) {
      throw Refusal.invalid(
          "One of the following params should be provided for this request: payment_intent or"
              + " charge.");
    }
    var charge =
        intent
            .map(payments::chargeOf)
            .orElseGet(() -> world.get(Kind.CHARGE, params.required("charge"), "charge"));
    var reason = params.oneOf("reason", REASONS);
    var refund = refund(charge, params.number("amount"), params.under("metadata"), "succeeded");
    return refund.put("reason", reason.orElse(null));
  }

  /// @param amount everything that is left if empty
  ObjectNode refund(
      ObjectNode charge, OptionalLong amount, Map<String, String> metadata, String status) {
    var chargeId = charge.path("id").asText();
    long left = charge.path("amount").asLong() - charge.path("amount_refunded").asLong();
    boolean isChargedBack =
        world.table(Kind.DISPUTE).where("charge", chargeId).stream().anyMatch(Disputes::isTaken);
    if (isChargedBack) {
      throw Refusal.invalid(
              "Charge %s has been charged back; cannot issue a refund.".formatted(chargeId))
          .code("charge_disputed");
    }
    if (left == 0) {
      throw Refusal.invalid("Charge %s has already been refunded.".formatted(chargeId))
          .code("charge_already_refunded");
    }
    long refunded = amount.orElse(left);
    if (refunded < 1 || refunded > left) {
      throw Refusal.invalid(
              "Refund amount (%d) is greater than unrefunded amount on charge (%d)"
                  .formatted(refunded, left))
          .param("amount");
    }
    var refund = world.make(Kind.REFUND).put("amount", refunded).put("status", status);
    refund.put("balance_transaction", world.ids().next("txn_3", 23));
    refund.set("charge", charge.path("id"));
    refund.set("currency", charge.path("currency"));
    World.merge(refund, "metadata", metadata);
    refund.set("payment_intent", charge.path("payment_intent"));
    world.save(refund);
    recount(charge, "charge.refunded");
    world.emit("refund.created", refund);
    world.emit("refund.updated", refund);
    world.emit("charge.refund.updated", refund);
    return refund;
  }

  /// A refund that was pending went through.
  void settle(String id) {
    change(id, "succeeded");
    var refund = world.get(Kind.REFUND, id);
    world.emit("refund.updated", refund);
    world.emit("charge.refund.updated", refund);
  }

  /// The bank sent the money back: the charge is refunded by that much less.
  void fail(String id) {
    change(id, "failed");
    var refund = world.get(Kind.REFUND, id);
    refund.put("failure_reason", "expired_or_canceled_card");
    refund.put("failure_balance_transaction", world.ids().next("txn_3", 23));
    recount(world.follow(refund, "charge"), "charge.updated");
    world.emit("refund.updated", refund);
    world.emit("charge.refund.updated", refund);
    world.emit("refund.failed", refund);
  }

  private void change(String id, String status) {
    var refund = world.get(Kind.REFUND, id);
    var now = refund.path("status").asText();
    if (now.equals("failed") || now.equals(status)) {
      throw new IllegalStateException("the refund %s is %s".formatted(id, now));
    }
    refund.put("status", status);
  }

  /// Refunds count from when they are made until they fail.
  private void recount(ObjectNode charge, String event) {
    var before = charge.deepCopy();
    long refunded =
        world.table(Kind.REFUND).where("charge", charge.path("id").asText()).stream()
            .filter(refund -> !refund.path("status").asText().equals("failed"))
            .mapToLong(refund -> refund.path("amount").asLong())
            .sum();
    charge.put("amount_refunded", refunded);
    charge.put("refunded", refunded == charge.path("amount").asLong());
    world.emitChange(event, before, charge);
  }
}
