package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Payment methods, all of them cards.
final class Cards {
  private final World world;

  Cards(World world) {
    this.world = world;
  }

  /// A card as somebody types it in; nobody's until it is attached.
  ObjectNode make(String fingerprint) {
    var method = world.make(Kind.PAYMENT_METHOD);
    ((ObjectNode) method.path("card"))
        .put("fingerprint", fingerprint)
        .put("last4", last4(fingerprint));
    return world.save(method);
  }

  /// The end of the number, the same for the same card.
  static String last4(String fingerprint) {
    return "%04d".formatted(Math.floorMod(fingerprint.hashCode(), 10_000));
  }

  /// The card that a person without another one has: each customer their own.
  String usualFingerprint(String owner) {
    return world.ids().named("card of " + owner, 16);
  }

  ObjectNode attach(ObjectNode method, String customer) {
    if (method.path("customer").asText().equals(customer)) return method;
    if (!method.path("customer").isNull()) {
      throw Refusal.invalid(
              "The payment method you provided has already been attached to a customer.")
          .code("payment_method_unexpected_state");
    }
    method.put("customer", customer);
    world.emit("payment_method.attached", method);
    return method;
  }

  ObjectNode detach(ObjectNode method) {
    if (method.path("customer").isNull()) {
      throw Refusal.invalid(
          "The payment method you provided is not attached to a customer so detachment is"
              + " impossible.");
    }
    var before = method.deepCopy();
    var customer = world.follow(method, "customer");
    method.putNull("customer");
    world.emitChange("payment_method.detached", before, method);
    forget(customer, method.path("id").asText());
    return method;
  }

  /// A card that is gone is nobody's default any more.
  private void forget(ObjectNode customer, String method) {
    var settings = (ObjectNode) customer.path("invoice_settings");
    if (settings.path("default_payment_method").asText().equals(method)) {
      var before = customer.deepCopy();
      settings.putNull("default_payment_method");
      world.emitChange("customer.updated", before, customer);
    }
    for (var each :
        world.table(Kind.SUBSCRIPTION).where("customer", customer.path("id").asText())) {
      if (each.path("default_payment_method").asText().equals(method)) {
        var before = each.deepCopy();
        each.putNull("default_payment_method");
        world.emitChange("customer.subscription.updated", before, each);
      }
    }
  }

  /// Oldest first.
  List<ObjectNode> of(String customer) {
    return world.table(Kind.PAYMENT_METHOD).where("customer", customer);
  }

  /// Checks that a request may pay with it for this customer.
  ObjectNode usable(String id, ObjectNode intent) {
    var method = world.get(Kind.PAYMENT_METHOD, id, "payment_method");
    var owner = method.path("customer");
    if (!owner.isNull() && !owner.equals(intent.path("customer"))) {
      throw Refusal.invalid(
              "The PaymentMethod %s does not belong to the Customer you supplied.".formatted(id))
          .param("payment_method");
    }
    return method;
  }
}
