package dev.tallystick.simulator;

import java.util.List;

/// The kinds of objects, each with a list of its own in the API.
enum Kind {
  CUSTOMER("customer", "cus_", 14, "customers", "email"),
  PAYMENT_METHOD("payment_method", "pm_1", 23, "payment_methods", "customer", "type"),
  PAYMENT_INTENT("payment_intent", "pi_3", 23, "payment_intents", "customer"),
  CHARGE("charge", "ch_3", 23, "charges", "customer", "payment_intent"),
  REFUND("refund", "re_3", 23, "refunds", "charge", "payment_intent"),
  DISPUTE("dispute", "du_1", 23, "disputes", "charge", "payment_intent"),
  PRODUCT("product", "prod_", 14, "products", "active"),
  PRICE("price", "price_1", 23, "prices", "product", "currency", "type", "active"),
  SUBSCRIPTION("subscription", "sub_1", 23, "subscriptions", "customer", "status"),
  INVOICE("invoice", "in_1", 23, "invoices", "customer", "subscription", "status"),
  INVOICE_PAYMENT(
      "invoice_payment",
      "inpay_1",
      23,
      "invoice_payments",
      "invoice",
      "status",
      "payment[type]",
      "payment[payment_intent]"),
  SESSION(
      "checkout.session",
      "cs_test_a1",
      56,
      "checkout/sessions",
      "customer",
      "payment_intent",
      "subscription",
      "status"),
  EVENT("event", "evt_1", 23, "events", "type");

  private final String object;
  private final String prefix;
  private final int idLength;
  private final String path;

  @SuppressWarnings("ImmutableEnumChecker") // a copy
  private final List<String> filters;

  Kind(String object, String prefix, int idLength, String path, String... filters) {
    this.object = object;
    this.prefix = prefix;
    this.idLength = idLength;
    this.path = path;
    this.filters = List.of(filters);
  }

  /// What the field `object` says.
  String object() {
    return object;
  }

  String newId(Ids ids) {
    return ids.next(prefix, idLength);
  }

  /// The list's path, without a slash around it.
  String path() {
    return path;
  }

  /// The parameters that narrow the list: names of fields, `a[b]` for a nested one.
  List<String> filters() {
    return filters;
  }

  /// Where an object has what a filter asks for.
  String field(String filter) {
    boolean isDeep = this == INVOICE && filter.equals("subscription");
    return isDeep ? "parent[subscription_details][subscription]" : filter;
  }

  /// In messages, where Stripe writes `No such payment_intent: …`.
  String noun() {
    return this == SESSION ? "checkout.session" : object;
  }

  static Kind ofId(String id) {
    for (var kind : values()) {
      if (id.startsWith(kind.prefix)) return kind;
    }
    throw new IllegalArgumentException("no kind has ids such as " + id);
  }

  static boolean isId(String text) {
    for (var kind : values()) {
      if (text.startsWith(kind.prefix)) return true;
    }
    return false;
  }
}
