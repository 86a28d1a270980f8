package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.simulator.Invoices.Occasion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Subscriptions, each to one price: they begin, change, renew and end.
final class Subscriptions {
  static final Set<String> UPDATING =
      Set.of(
          "cancel_at_period_end",
          "default_payment_method",
          "description",
          "expand[#]",
          "items[#][id]",
          "items[#][price]",
          "metadata[*]",
          "proration_behavior");

  /// What changes of a subscription cost, until the next invoice has it.
  private static final String PENDING = World.HIDDEN + "pending";

  private final World world;
  private final Cards cards;
  private final Invoices invoices;
  private final Lines lines;

  Subscriptions(World world, Cards cards, Invoices invoices, Lines lines) {
    this.world = world;
    this.cards = cards;
    this.invoices = invoices;
    this.lines = lines;
  }

  /// What becomes of the difference when a plan changes within a period.
  enum Proration {
    /// Nothing.
    NONE,
    /// It is on the next invoice.
    CREATE_PRORATIONS,
    /// It is invoiced at once.
    ALWAYS_INVOICE;

    static Proration of(String word) {
      return valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
  }

  /// Begins one and attempts to collect its first invoice.
  ObjectNode start(
      ObjectNode customer,
      ObjectNode price,
      Optional<ObjectNode> method,
      Map<String, String> metadata) {
    if (price.path("recurring").isNull()) {
      throw Refusal.invalid("The price is paid once.").param("items[0][price]");
    }
    long now = world.now();
    var subscription = world.make(Kind.SUBSCRIPTION).put("billing_cycle_anchor", now);
    subscription.set("currency", price.path("currency"));
    subscription.set("customer", customer.path("id"));
    World.merge(subscription, "metadata", metadata);
    method.ifPresent(it -> subscription.set("default_payment_method", it.path("id")));
    var item = makeItem(subscription.put("start_date", now), price);
    var interval = price.path("recurring").path("interval").asText();
    item.put("current_period_start", now);
    item.put("current_period_end", Periods.end(now, now, interval));
    world.emit("customer.subscription.created", subscription);
    var line = lines.period(item, now, item.path("current_period_end").asLong());
    bill(subscription, new Occasion("subscription_create", now, now), List.of(line));
    return subscription;
  }

  /// The one item of a subscription, put into it.
  private ObjectNode makeItem(ObjectNode subscription, ObjectNode price) {
    var id = subscription.path("id").asText();
    var item = world.make(world.ids().next("si_", 14), "subscription_item");
    item.put("subscription", id).set("price", price.deepCopy());
    item.set("plan", Prices.plan(price));
    var url = "/v1/subscription_items?subscription=" + id;
    subscription.set("items", World.list(url, List.of(item), false).put("total_count", 1));
    return item;
  }

  private ObjectNode item(ObjectNode subscription) {
    return (ObjectNode) subscription.path("items").path("data").path(0);
  }

  /// Writes an invoice, attempts to collect it, and lets the subscription's status follow.
  private ObjectNode bill(ObjectNode subscription, Occasion occasion, List<ObjectNode> billed) {
    var invoice = invoices.write(subscription, occasion, billed);
    subscription.set("latest_invoice", invoice.path("id"));
    collect(subscription, invoice);
    return invoice;
  }

  private void collect(ObjectNode subscription, ObjectNode invoice) {
    boolean isPaid = invoices.collect(invoice, methodOf(subscription));
    var before = subscription.deepCopy();
    boolean isIncomplete = subscription.path("status").asText().equals("incomplete");
    if (isPaid) subscription.put("status", "active");
    else if (!isIncomplete) subscription.put("status", "past_due");
    if (!subscription.equals(before)) {
      world.emitChange("customer.subscription.updated", before, subscription);
    }
  }

  /// The subscription's own card, or the customer's.
  private Optional<ObjectNode> methodOf(ObjectNode subscription) {
    if (subscription.path("default_payment_method").isTextual()) {
      return Optional.of(world.follow(subscription, "default_payment_method"));
    }
    var settings = (ObjectNode) world.follow(subscription, "customer").path("invoice_settings");
    if (!settings.path("default_payment_method").isTextual()) return Optional.empty();
    return Optional.of(world.follow(settings, "default_payment_method"));
  }

  /// Attempts again to collect an invoice.
  void pay(String invoiceId) {
    var invoice = world.get(Kind.INVOICE, invoiceId, "invoice");
    if (!invoice.path("status").asText().equals("open")) {
      throw new IllegalStateException(
          "the invoice %s is %s".formatted(invoiceId, invoice.path("status").asText()));
    }
    var details = (ObjectNode) invoice.path("parent").path("subscription_details");
    collect(world.follow(details, "subscription"), invoice);
  }

  /// Carries out `POST /v1/subscriptions/{id}`.
  ObjectNode update(String id, Params params) {
    var subscription = living(id);
    var before = subscription.deepCopy();
    World.merge(subscription, "metadata", params.under("metadata"));
    params.text("description").ifPresent(it -> subscription.put("description", it));
    var method = params.text("default_payment_method");
    if (method.isPresent()) {
      subscription.set(
          "default_payment_method", cards.usable(method.get(), subscription).path("id"));
    }
    if (params.text("cancel_at_period_end").isPresent()) {
      setEnd(subscription, params.flag("cancel_at_period_end"));
    }
    if (!subscription.equals(before)) {
      world.emitChange("customer.subscription.updated", before, subscription);
    }
    var price = params.text("items[0][price]");
    if (price.isEmpty()) return subscription;
    var item = params.required("items[0][id]");
    if (!item.equals(item(subscription).path("id").asText())) {
      throw Refusal.invalid("No such subscription item: '" + item + "'").param("items[0][id]");
    }
    var words = Set.of("none", "create_prorations", "always_invoice");
    var behavior = params.oneOf("proration_behavior", words).orElse("create_prorations");
    var chosen = world.get(Kind.PRICE, price.get(), "items[0][price]");
    return change(subscription, chosen, Proration.of(behavior));
  }

  ObjectNode change(ObjectNode subscription, ObjectNode price, Proration proration) {
    var item = item(subscription);
    var old = (ObjectNode) item.path("price");
    if (old.path("id").equals(price.path("id"))) return subscription;
    var before = subscription.deepCopy();
    long now = world.now();
    long start = item.path("current_period_start").asLong();
    long end = item.path("current_period_end").asLong();
    boolean isNewPeriod = !old.path("recurring").equals(price.path("recurring"));
    var billed = new ArrayList<ObjectNode>();
    if (proration != Proration.NONE) billed.add(proration(item, -1, now, start, end));
    item.set("price", price.deepCopy());
    item.set("plan", Prices.plan(price));
    if (isNewPeriod) {
      var interval = price.path("recurring").path("interval").asText();
      long next = Periods.end(now, now, interval);
      subscription.put("billing_cycle_anchor", now);
      item.put("current_period_start", now).put("current_period_end", next);
      billed.add(lines.period(item, now, next));
    } else if (proration != Proration.NONE) {
      billed.add(proration(item, 1, now, start, end));
    }
    world.emitChange("customer.subscription.updated", before, subscription);
    if (isNewPeriod || proration == Proration.ALWAYS_INVOICE) {
      bill(subscription, new Occasion("subscription_update", start, now), billed);
    } else {
      subscription.withArray(PENDING).addAll(billed);
    }
    return subscription;
  }

  /// What is left of the period at the item's price.
  private ObjectNode proration(ObjectNode item, int sign, long now, long start, long end) {
    long price = item.path("price").path("unit_amount").asLong();
    long left = end > start ? price * Math.clamp(end - now, 0, end - start) / (end - start) : 0;
    return lines.proration(item, sign * left, now, end);
  }

  /// The next period begins, whatever the clock says, or the subscription ends as was planned.
  ///
  /// @return the invoice of the new period
  Optional<ObjectNode> renew(String id) {
    var subscription = living(id);
    if (subscription.path("cancel_at_period_end").asBoolean()) {
      end(subscription);
      return Optional.empty();
    }
    var item = item(subscription);
    var before = subscription.deepCopy();
    long oldStart = item.path("current_period_start").asLong();
    long start = item.path("current_period_end").asLong();
    var interval = item.path("price").path("recurring").path("interval").asText();
    long end = Periods.end(subscription.path("billing_cycle_anchor").asLong(), start, interval);
    item.put("current_period_start", start).put("current_period_end", end);
    world.emitChange("customer.subscription.updated", before, subscription);
    var billed = new ArrayList<ObjectNode>();
    subscription.withArray(PENDING).forEach(line -> billed.add((ObjectNode) line));
    subscription.remove(PENDING);
    billed.add(lines.period(item, start, end));
    return Optional.of(
        bill(subscription, new Occasion("subscription_cycle", oldStart, start), billed));
  }

  void planEnd(String id, boolean isPlanned) {
    var subscription = living(id);
    var before = subscription.deepCopy();
    setEnd(subscription, isPlanned);
    world.emitChange("customer.subscription.updated", before, subscription);
  }

  private void setEnd(ObjectNode subscription, boolean isPlanned) {
    subscription.put("cancel_at_period_end", isPlanned);
    if (isPlanned) {
      subscription.set("cancel_at", item(subscription).path("current_period_end"));
      subscription.put("canceled_at", world.now());
    } else {
      subscription.putNull("cancel_at").putNull("canceled_at");
    }
    ((ObjectNode) subscription.path("cancellation_details"))
        .put("reason", isPlanned ? "cancellation_requested" : null);
  }

  ObjectNode cancel(String id) {
    var subscription = living(id);
    end(subscription);
    return subscription;
  }

  void endAllOf(String customer) {
    for (var subscription : world.table(Kind.SUBSCRIPTION).where("customer", customer)) {
      if (!isEnded(subscription)) end(subscription);
    }
  }

  private void end(ObjectNode subscription) {
    var id = subscription.path("id").asText();
    for (var invoice : world.table(Kind.INVOICE).where("subscription", id)) {
      if (invoice.path("status").asText().equals("open")) invoices.cancel(invoice);
    }
    if (subscription.path("canceled_at").isNull()) subscription.put("canceled_at", world.now());
    subscription.put("ended_at", world.now()).put("status", "canceled");
    ((ObjectNode) subscription.path("cancellation_details"))
        .put("reason", "cancellation_requested");
    world.emit("customer.subscription.deleted", subscription);
  }

  private static boolean isEnded(ObjectNode subscription) {
    return subscription.path("status").asText().equals("canceled");
  }

  /// One that has not ended.
  ObjectNode living(String id) {
    var subscription = world.get(Kind.SUBSCRIPTION, id);
    if (isEnded(subscription)) throw Refusal.missing(Kind.SUBSCRIPTION, id, "id");
    return subscription;
  }
}
