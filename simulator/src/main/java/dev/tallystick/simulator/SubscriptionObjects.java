package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// What new subscriptions look like.
final class SubscriptionObjects {
  private static final int ITEM_ID_LENGTH = 14;

  private SubscriptionObjects() {}

  static ObjectNode subscription(
      World world, ObjectNode customer, ObjectNode price, Map<String, String> metadata) {
    var made = world.make(Kind.SUBSCRIPTION).putNull("application");
    made.putNull("application_fee_percent");
    made.set("automatic_tax", World.node().putNull("disabled_reason").put("enabled", false));
    made.put("billing_cycle_anchor", world.now());
    made.set("billing_mode", World.node().put("type", "flexible"));
    made.putNull("billing_thresholds").putNull("cancel_at").put("cancel_at_period_end", false);
    made.putNull("canceled_at");
    made.set(
        "cancellation_details",
        World.node().putNull("comment").putNull("feedback").putNull("reason"));
    made.put("collection_method", "charge_automatically").set("currency", price.path("currency"));
    made.set("customer", customer.path("id"));
    made.putNull("days_until_due").putNull("default_payment_method").putNull("default_source");
    made.set("default_tax_rates", World.array());
    made.putNull("description").set("discounts", World.array());
    made.putNull("ended_at");
    made.set("invoice_settings", World.node().set("issuer", World.node().put("type", "self")));
    made.putNull("latest_invoice");
    World.merge(made, "metadata", metadata);
    made.putNull("next_pending_invoice_item_invoice").putNull("on_behalf_of");
    made.putNull("pause_collection");
    made.set(
        "payment_settings",
        World.node()
            .putNull("payment_method_options")
            .putNull("payment_method_types")
            .put("save_default_payment_method", "off"));
    made.putNull("pending_invoice_item_interval").putNull("pending_setup_intent");
    made.putNull("pending_update").putNull("schedule").put("start_date", world.now());
    made.put("status", "incomplete").putNull("test_clock").putNull("transfer_data");
    made.putNull("trial_end");
    made.set(
        "trial_settings",
        World.node()
            .set("end_behavior", World.node().put("missing_payment_method", "create_invoice")));
    return made.putNull("trial_start");
  }

  /// The one item of a subscription, put into it.
  static ObjectNode item(World world, ObjectNode subscription, ObjectNode price) {
    var id = subscription.path("id").asText();
    var item = World.node().put("id", world.ids().next("si_", ITEM_ID_LENGTH));
    item.put("object", "subscription_item").putNull("billing_thresholds");
    item.put("created", world.now()).set("discounts", World.array());
    item.set("metadata", World.node());
    item.set("plan", Prices.plan(price));
    item.set("price", price.deepCopy());
    item.put("quantity", 1).put("subscription", id).set("tax_rates", World.array());
    var url = "/v1/subscription_items?subscription=" + id;
    subscription.set("items", World.list(url, List.of(item), false).put("total_count", 1));
    return item;
  }
}
