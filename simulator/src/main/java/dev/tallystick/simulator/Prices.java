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
    var product = world.make(Kind.PRODUCT).put("active", true).putNull("description");
    product.set("metadata", World.node());
    world.emit("product.created", product.put("name", name).put("type", "service"));
    var price = world.make(Kind.PRICE).put("active", true).put("billing_scheme", "per_unit");
    price.put("currency", currency).putNull("custom_unit_amount").putNull("lookup_key");
    price.set("metadata", World.node());
    price.putNull("nickname").set("product", product.path("id"));
    if (interval.isPresent()) price.set("recurring", recurring(interval.get()));
    else price.putNull("recurring");
    price.put("tax_behavior", "unspecified").putNull("tiers_mode").putNull("transform_quantity");
    price.put("type", interval.isPresent() ? "recurring" : "one_time");
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
