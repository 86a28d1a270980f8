package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What is sold: products and their prices.
final class Prices {
  private final World world;

  Prices(World world) {
    this.world = world;
  }

  /// @param interval `day`, `week`, `month` or `year`; empty for what is paid once
  ObjectNode create(String name, long amount, String currency, Optional<String> interval) {
    var product = world.make(Kind.PRODUCT).put("name", name);
    world.emit("product.created", product);
    var price = world.make(Kind.PRICE).put("currency", currency);
    price.set("product", product.path("id"));
    interval.ifPresent(it -> price.put("type", "recurring").set("recurring", recurring(it)));
    price.put("unit_amount", amount).put("unit_amount_decimal", Long.toString(amount));
    world.emit("price.created", price);
    return price;
  }

  private static ObjectNode recurring(String interval) {
    return World.node()
        .put("interval", interval)
        .put("interval_count", 1)
        .putNull("meter")
        .putNull("trial_period_days")
        .put("usage_type", "licensed");
  }

  String name(ObjectNode price) {
    return world.follow(price, "product").path("name").asText();
  }

  /// The older form of a price, which subscription items still have beside it.
  static ObjectNode plan(ObjectNode price) {
    var plan = World.node();
    plan.set("id", price.path("id"));
    plan.put("object", "plan").put("active", true);
    plan.set("amount", price.path("unit_amount"));
    plan.put("billing_scheme", "per_unit");
    plan.set("currency", price.path("currency"));
    plan.set("interval", price.path("recurring").path("interval"));
    plan.put("interval_count", 1).set("product", price.path("product"));
    return plan.put("usage_type", "licensed");
  }
}
