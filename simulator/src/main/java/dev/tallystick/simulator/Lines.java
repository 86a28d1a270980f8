package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/// Makes the lines of invoices.
final class Lines {
  private final World world;
  private final Prices prices;

  Lines(World world, Prices prices) {
    this.world = world;
    this.prices = prices;
  }

  /// A period of a subscription's item.
  ObjectNode period(ObjectNode item, long start, long end) {
    var price = (ObjectNode) item.path("price");
    long quantity = item.path("quantity").asLong();
    long amount = price.path("unit_amount").asLong() * quantity;
    var description =
        "%d × %s (at %s / %s)"
            .formatted(
                quantity,
                prices.name(price),
                money(price.path("unit_amount").asLong(), price.path("currency").asText()),
                price.path("recurring").path("interval").asText());
    var details = World.node().putNull("invoice_item").put("proration", false);
    details.set("proration_details", World.node().putNull("credited_items"));
    details.set("subscription", item.path("subscription"));
    details.set("subscription_item", item.path("id"));
    var parent = World.node().putNull("invoice_item_details");
    parent.set("subscription_item_details", details);
    parent.put("type", "subscription_item_details");
    return line(item, description, amount, start, end, parent);
  }

  /// What a change within a period costs, or gives back if `amount` is negative.
  ObjectNode proration(ObjectNode item, long amount, long start, long end) {
    var price = (ObjectNode) item.path("price");
    var what = amount < 0 ? "Unused" : "Remaining";
    var description = "%s time on %s".formatted(what, prices.name(price));
    var details = World.node().put("invoice_item", world.ids().next("ii_1", 23));
    details.put("proration", true);
    details.set("proration_details", World.node().putNull("credited_items"));
    details.set("subscription", item.path("subscription"));
    var parent = World.node();
    parent.set("invoice_item_details", details);
    parent.putNull("subscription_item_details").put("type", "invoice_item_details");
    return line(item, description, amount, start, end, parent);
  }

  private ObjectNode line(
      ObjectNode item, String description, long amount, long start, long end, ObjectNode parent) {
    var price = item.path("price");
    var line = world.make(world.ids().next("il_1", 23), "line_item");
    line.remove("created");
    line.put("amount", amount).put("subtotal", amount).put("description", description);
    line.set("currency", price.path("currency"));
    line.set("parent", parent);
    line.set("period", World.node().put("end", end).put("start", start));
    var details = World.node();
    details.set("price", price.path("id"));
    details.set("product", price.path("product"));
    var pricing = World.node().put("type", "price_details");
    pricing.set("price_details", details);
    pricing.set("unit_amount_decimal", price.path("unit_amount_decimal"));
    line.set("pricing", pricing);
    line.set("quantity", item.path("quantity"));
    line.set("subscription", item.path("subscription"));
    return line;
  }

  /// `1000` of `usd` as `$10.00`; some currencies have no smaller unit.
  static String money(long amount, String currency) {
    var unit = Currency.getInstance(currency.toUpperCase(Locale.ROOT));
    var value = BigDecimal.valueOf(Math.abs(amount), unit.getDefaultFractionDigits());
    var plain = NumberFormat.getInstance(Locale.US);
    plain.setMinimumFractionDigits(value.scale());
    var sign = amount < 0 ? "−" : "";
    return sign + unit.getSymbol(Locale.US) + plain.format(value);
  }

  /// One page of an invoice's lines, which unlike other lists begin with the first.
  static ObjectNode page(ObjectNode invoice, Params params) {
    var all = invoice.path("lines").path("data");
    var lines = StreamSupport.stream(all.spliterator(), false).map(ObjectNode.class::cast).toList();
    int from = 0;
    var after = params.text("starting_after");
    if (after.isPresent()) from = position(lines, after.get(), "starting_after") + 1;
    int to = lines.size();
    var before = params.text("ending_before");
    int limit = Listing.limit(params);
    if (before.isPresent()) {
      to = position(lines, before.get(), "ending_before");
      from = Math.max(from, to - limit);
      return page(invoice, lines.subList(from, to), from > 0);
    }
    to = Math.min(to, from + limit);
    return page(invoice, lines.subList(from, to), to < lines.size());
  }

  private static ObjectNode page(ObjectNode invoice, List<ObjectNode> lines, boolean hasMore) {
    var url = "/v1/invoices/" + invoice.path("id").asText() + "/lines";
    return World.list(url, lines.stream().map(ObjectNode::deepCopy).toList(), hasMore);
  }

  private static int position(List<ObjectNode> lines, String id, String parameter) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).path("id").asText().equals(id)) return i;
    }
    throw Refusal.invalid("No such line item: '" + id + "'")
        .code("resource_missing")
        .param(parameter);
  }
}
