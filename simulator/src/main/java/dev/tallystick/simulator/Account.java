package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An account at Stripe: everything in it, and the endpoints that lead to it.
final class Account {
  private static final Set<String> EXPAND = Set.of("expand[#]");

  private final World world;
  private final Listing listing;
  final Bank bank = new Bank();
  final Cards cards;
  final Customers customers;
  final Payments payments;
  final Refunds refunds;
  final Disputes disputes;
  final Prices prices;
  final Subscriptions subscriptions;
  final Checkouts checkouts;
  final Portal portal;

  Account(World world, String pages) {
    this.world = world;
    listing = new Listing(world);
    cards = new Cards(world);
    customers = new Customers(world, cards);
    payments = new Payments(world, cards, customers, bank);
    refunds = new Refunds(world, payments);
    disputes = new Disputes(world);
    prices = new Prices(world);
    var invoices = new Invoices(world, payments);
    subscriptions = new Subscriptions(world, cards, invoices, new Lines(world, prices));
    checkouts = new Checkouts(world, cards, customers, payments, subscriptions, pages);
    portal = new Portal(world, customers, pages);
  }

  World world() {
    return world;
  }

  /// The first that fits a request answers it.
  List<Endpoint> endpoints() {
    var all = new ArrayList<Endpoint>();
    all.addAll(ofCustomers());
    all.addAll(ofPayments());
    all.addAll(ofSubscriptions());
    for (var kind : Kind.values()) {
      var path = "/v1/" + kind.path();
      all.add(get(path, Listing.parameters(kind), (_, params) -> listing.page(kind, params)));
      all.add(get(path + "/{id}", EXPAND, (id, _) -> world.get(kind, id)));
    }
    return all;
  }

  private List<Endpoint> ofCustomers() {
    var searching = Set.of("query", "limit", "expand[#]");
    var listing = with(Listing.PAGING, "type");
    var attaching = with(EXPAND, "customer");
    return List.of(
        get("/v1/customers/search", searching, (_, params) -> customers.search(params)),
        post("/v1/customers", Customers.PARAMETERS, (_, params) -> customers.create(params)),
        post("/v1/customers/{id}", Customers.PARAMETERS, customers::update),
        delete("/v1/customers/{id}", (id, _) -> deleteCustomer(id)),
        get("/v1/customers/{id}/payment_methods", listing, this::cardsOf),
        post("/v1/payment_methods/{id}/attach", attaching, this::attach),
        post(
            "/v1/payment_methods/{id}/detach",
            EXPAND,
            (id, _) -> cards.detach(world.get(Kind.PAYMENT_METHOD, id))));
  }

  private List<Endpoint> ofPayments() {
    return List.of(
        post("/v1/payment_intents", Payments.CREATING, (_, params) -> payments.create(params)),
        post("/v1/payment_intents/{id}/confirm", Payments.CONFIRMING, payments::confirm),
        post("/v1/payment_intents/{id}/cancel", Payments.CANCELLING, payments::cancel),
        post("/v1/refunds", Refunds.PARAMETERS, (_, params) -> refunds.create(params)),
        post(
            "/v1/checkout/sessions", Checkouts.PARAMETERS, (_, params) -> checkouts.create(params)),
        post("/v1/checkout/sessions/{id}/expire", EXPAND, (id, _) -> checkouts.expire(id)));
  }

  private List<Endpoint> ofSubscriptions() {
    return List.of(
        post("/v1/subscriptions/{id}", Subscriptions.UPDATING, subscriptions::update),
        delete("/v1/subscriptions/{id}", (id, _) -> subscriptions.cancel(id)),
        get(
            "/v1/invoices/{id}/lines",
            Listing.PAGING,
            (id, params) -> Lines.page(world.get(Kind.INVOICE, id), params)),
        post(
            "/v1/billing_portal/sessions",
            Portal.PARAMETERS,
            (_, params) -> portal.create(params)));
  }

  private ObjectNode attach(String id, Params params) {
    var customer = params.required("customer");
    customers.living(customer, "customer");
    return cards.attach(world.get(Kind.PAYMENT_METHOD, id), customer);
  }

  /// Its subscriptions end with it.
  ObjectNode deleteCustomer(String id) {
    customers.living(id, "id");
    subscriptions.endAllOf(id);
    return customers.delete(id);
  }

  private ObjectNode cardsOf(String customer, Params params) {
    customers.living(customer, "customer");
    return listing.page(
        Kind.PAYMENT_METHOD,
        "/v1/customers/" + customer + "/payment_methods",
        Map.of("customer", customer),
        card -> card.path("customer").asText().equals(customer),
        params);
  }

  private static Endpoint get(String path, Set<String> parameters, Endpoint.Action action) {
    return Endpoint.of("GET", path, parameters, action);
  }

  private static Endpoint delete(String path, Endpoint.Action action) {
    return Endpoint.of("DELETE", path, EXPAND, action);
  }

  private static Endpoint post(String path, Set<String> parameters, Endpoint.Action action) {
    return Endpoint.of("POST", path, parameters, action);
  }

  private static Set<String> with(Set<String> known, String more) {
    var all = new HashSet<>(known);
    all.add(more);
    return all;
  }
}
