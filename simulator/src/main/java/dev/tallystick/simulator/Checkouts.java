package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checkout sessions: a page on which a person pays.
final class Checkouts {
  static final Set<String> PARAMETERS =
      Set.of(
          "cancel_url",
          "client_reference_id",
          "customer",
          "customer_creation",
          "customer_email",
          "expand[#]",
          "expires_at",
          "line_items[#][price]",
          "line_items[#][price_data][currency]",
          "line_items[#][price_data][product_data][description]",
          "line_items[#][price_data][product_data][name]",
          "line_items[#][price_data][unit_amount]",
          "line_items[#][quantity]",
          "locale",
          "metadata[*]",
          "mode",
          "payment_intent_data[description]",
          "payment_intent_data[metadata][*]",
          "payment_intent_data[receipt_email]",
          "payment_intent_data[setup_future_usage]",
          "payment_method_types[#]",
          "subscription_data[description]",
          "subscription_data[metadata][*]",
          "success_url");

  private static final String ORDER = World.HIDDEN + "order";
  private static final String LINE = "line_items[0]";
  private static final long LIFE_SECONDS = 86_400;

  private final World world;
  private final Cards cards;
  private final Customers customers;
  private final Payments payments;
  private final Subscriptions subscriptions;
  private final String pages;

  /// @param pages where the pages are, without a slash at the end
  Checkouts(
      World world,
      Cards cards,
      Customers customers,
      Payments payments,
      Subscriptions subscriptions,
      String pages) {
    this.world = world;
    this.cards = cards;
    this.customers = customers;
    this.payments = payments;
    this.subscriptions = subscriptions;
    this.pages = pages;
  }

  /// What is bought in a session.
  ///
  /// @param price empty if the session makes up its own
  /// @param metadata of the payment intent or of the subscription that comes of it
  record Order(
      String name,
      long amount,
      String currency,
      Optional<String> price,
      long quantity,
      Optional<String> description,
      Optional<String> futureUsage,
      Map<String, String> metadata) {
    ObjectNode json() {
      var json = World.node().put("name", name).put("amount", amount).put("currency", currency);
      json.put("price", price.orElse(null)).put("quantity", quantity);
      json.put("description", description.orElse(null));
      json.put("future_usage", futureUsage.orElse(null));
      World.merge(json, "metadata", metadata);
      return json;
    }

    static Order of(JsonNode json) {
      var metadata = new LinkedHashMap<String, String>();
      json.path("metadata")
          .properties()
          .forEach(it -> metadata.put(it.getKey(), it.getValue().asText()));
      return new Order(
          json.path("name").asText(),
          json.path("amount").asLong(),
          json.path("currency").asText(),
          optional(json, "price"),
          json.path("quantity").asLong(),
          optional(json, "description"),
          optional(json, "future_usage"),
          metadata);
    }

    private static Optional<String> optional(JsonNode json, String field) {
      return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }
  }

  Order order(String session) {
    return Order.of(world.get(Kind.SESSION, session).path(ORDER));
  }

  /// Carries out `POST /v1/checkout/sessions`.
  ObjectNode create(Params params) {
    params.required("mode");
    var mode = params.oneOf("mode", Set.of("payment", "subscription")).orElseThrow();
    var success = params.required("success_url");
    var customer = params.text("customer");
    customer.ifPresent(id -> customers.living(id, "customer"));
    var order = ordered(mode, params);
    boolean isPayment = mode.equals("payment");
    var session = world.make(Kind.SESSION).put("mode", mode).put("currency", order.currency());
    var id = session.path("id").asText();
    session.put("amount_subtotal", order.amount() * order.quantity());
    session.put("amount_total", order.amount() * order.quantity());
    for (var field : List.of("cancel_url", "client_reference_id", "customer_email")) {
      session.put(field, params.text(field).orElse(null));
    }
    session.put("customer", customer.orElse(null));
    if (isPayment) {
      var creation = params.oneOf("customer_creation", Set.of("always", "if_required"));
      session.put("customer_creation", creation.orElse("if_required"));
      session.put("payment_method_collection", "if_required");
    }
    session.put("expires_at", params.number("expires_at").orElse(world.now() + LIFE_SECONDS));
    World.merge(session, "metadata", params.under("metadata"));
    session.put("success_url", success).put("url", pages + "/c/pay/" + id);
    session.set(ORDER, order.json());
    return world.save(session);
  }

  private Order ordered(String mode, Params params) {
    boolean isPayment = mode.equals("payment");
    refuseMisfits(isPayment ? "subscription_data" : "payment_intent_data", mode, params);
    var price = params.text(LINE + "[price]");
    if (price.isPresent()) return ofPrice(price.get(), isPayment, params);
    if (!isPayment) {
      throw Refusal.invalid("The simulator sells subscriptions by their price alone.")
          .param(LINE + "[price]");
    }
    var data = LINE + "[price_data]";
    var amount = params.number(data + "[unit_amount]");
    return order(
        params.required(data + "[product_data][name]"),
        amount.orElseThrow(() -> Refusal.required(data + "[unit_amount]")),
        params.required(data + "[currency]"),
        Optional.empty(),
        params);
  }

  private static void refuseMisfits(String other, String mode, Params params) {
    for (var name : params.all().keySet()) {
      if (name.startsWith(other)) {
        throw Refusal.invalid("You can not pass `%s` in `%s` mode.".formatted(other, mode))
            .param(other);
      }
      if (name.startsWith("line_items[1]")) {
        throw Refusal.invalid("The simulator sells one thing at a time.").param("line_items");
      }
    }
  }

  private Order ofPrice(String id, boolean isPayment, Params params) {
    var price = world.get(Kind.PRICE, id, LINE + "[price]");
    if (isPayment != price.path("recurring").isNull()) {
      throw Refusal.invalid("The price is of another mode.").param(LINE + "[price]");
    }
    return order(
        world.follow(price, "product").path("name").asText(),
        price.path("unit_amount").asLong(),
        price.path("currency").asText(),
        Optional.of(id),
        params);
  }

  private static Order order(
      String name, long amount, String currency, Optional<String> price, Params params) {
    // Of the two only the one that fits the mode was given.
    var metadata = new LinkedHashMap<>(params.under("payment_intent_data[metadata]"));
    metadata.putAll(params.under("subscription_data[metadata]"));
    return new Order(
        name,
        amount,
        currency,
        price,
        params.number(LINE + "[quantity]").orElse(1),
        params.text("payment_intent_data[description]"),
        params.text("payment_intent_data[setup_future_usage]"),
        metadata);
  }

  ObjectNode open(String id) {
    var session = world.get(Kind.SESSION, id);
    if (!session.path("status").asText().equals("open")) {
      throw Refusal.invalid("The session %s is %s.".formatted(id, session.path("status").asText()));
    }
    if (session.path("expires_at").asLong() <= world.now()) {
      expire(id);
      throw Refusal.invalid("The session %s has expired.".formatted(id));
    }
    return session;
  }

  /// A person leaves the page, or the time is over.
  ObjectNode expire(String id) {
    var session = world.get(Kind.SESSION, id);
    if (!session.path("status").asText().equals("open")) {
      throw Refusal.invalid(
          "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session"
              + " has a status of %s.".formatted(session.path("status").asText()));
    }
    session.put("status", "expired").putNull("url");
    world.emit("checkout.session.expired", session);
    return session;
  }

  /// A person pays with a card that the bank takes, or declines.
  Optional<Bank.Decline> pay(String id, String fingerprint, Optional<Bank.Decline> answer) {
    var session = open(id);
    var order = order(id);
    if (order.price().isPresent() && session.path("mode").asText().equals("subscription")) {
      // Nothing comes of a subscription whose first payment is declined here.
      if (answer.isEmpty()) subscribe(session, order, fingerprint);
      return answer;
    }
    var intent =
        session.path("payment_intent").isNull()
            ? intent(session, order)
            : world.follow(session, "payment_intent");
    var declined = payments.attempt(intent, cards.make(fingerprint), answer);
    if (declined.isPresent()) return declined;
    complete(session);
    return Optional.empty();
  }

  private void makeCustomer(ObjectNode session) {
    if (!session.path("customer").isNull()) return;
    var customer = customers.create(session.path("customer_email").asText(""), Map.of());
    world.emit("customer.created", customer);
    session.set("customer", customer.path("id"));
  }

  private void subscribe(ObjectNode session, Order order, String fingerprint) {
    makeCustomer(session);
    var customer = world.follow(session, "customer");
    var card = cards.attach(cards.make(fingerprint), customer.path("id").asText());
    var price = world.get(Kind.PRICE, order.price().orElseThrow());
    var subscription = subscriptions.start(customer, price, Optional.of(card), order.metadata());
    session.set("subscription", subscription.path("id"));
    session.set("invoice", subscription.path("latest_invoice"));
    complete(session);
  }

  private ObjectNode intent(ObjectNode session, Order order) {
    if (session.path("customer_creation").asText().equals("always")) makeCustomer(session);
    var customer = Optional.of(session.path("customer")).filter(it -> it.isTextual());
    var intent =
        payments.intent(
            order.amount() * order.quantity(),
            order.currency(),
            customer.map(it -> it.asText()),
            order.metadata());
    order.description().ifPresent(it -> intent.put("description", it));
    order.futureUsage().ifPresent(it -> intent.put("setup_future_usage", it));
    session.set("payment_intent", intent.path("id"));
    world.save(session);
    world.emit("payment_intent.created", intent);
    return intent;
  }

  private void complete(ObjectNode session) {
    var details = World.node();
    details.set("address", World.node().put("country", "US").put("postal_code", "94107"));
    details.set("email", session.path("customer_email"));
    session.set("customer_details", details.put("name", "Jenny Rosen"));
    session.put("payment_status", "paid").put("status", "complete").putNull("url");
    world.emit("checkout.session.completed", session);
  }
}
