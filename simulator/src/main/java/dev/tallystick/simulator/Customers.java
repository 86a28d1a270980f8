package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Customers, and the search for them.
final class Customers {
  static final Set<String> PARAMETERS =
      Set.of(
          "description",
          "email",
          "expand[#]",
          "invoice_settings[default_payment_method]",
          "metadata[*]",
          "name",
          "phone");

  private static final List<String> TEXTS = List.of("description", "email", "name", "phone");
  private static final Pattern CLAUSE =
      Pattern.compile("(?:metadata\\[['\"]([^'\"]+)['\"]]|(email|name)):\\s*['\"]([^'\"]*)['\"]");

  private final World world;
  private final Cards cards;

  /// How many of the customers the search has seen; all when there is no lag.
  private volatile int searchable = Integer.MAX_VALUE;

  Customers(World world, Cards cards) {
    this.world = world;
    this.cards = cards;
  }

  /// Whether the search goes on finding only who is there now.
  void searchLags(boolean lags) {
    searchable = lags ? world.alone(() -> world.table(Kind.CUSTOMER).size()) : Integer.MAX_VALUE;
  }

  ObjectNode create(Params params) {
    var customer = create(params.text("email").orElse(""), params.under("metadata"));
    set(customer, params);
    world.emit("customer.created", customer);
    return customer;
  }

  /// For a person, who tells nobody yet: the caller emits.
  ObjectNode create(String email, Map<String, String> metadata) {
    var customer = world.make(Kind.CUSTOMER).put("email", email.isEmpty() ? null : email);
    var prefix = customer.path("id").asText().substring(4, 12).toUpperCase(Locale.ROOT);
    World.merge(customer, "metadata", metadata);
    return customer.put("invoice_prefix", prefix);
  }

  ObjectNode update(String id, Params params) {
    var customer = living(id, "id");
    var before = customer.deepCopy();
    set(customer, params);
    World.merge(customer, "metadata", params.under("metadata"));
    if (!customer.equals(before)) world.emitChange("customer.updated", before, customer);
    return customer;
  }

  private void set(ObjectNode customer, Params params) {
    for (var field : TEXTS) {
      if (params.all().containsKey(field)) customer.put(field, params.text(field).orElse(null));
    }
    var method = params.text("invoice_settings[default_payment_method]");
    if (method.isPresent()) {
      var found =
          world.get(Kind.PAYMENT_METHOD, method.get(), "invoice_settings[default_payment_method]");
      if (!found.path("customer").equals(customer.path("id"))) {
        throw Refusal.invalid(
                "The customer does not have a payment method with the ID " + method.get())
            .param("invoice_settings[default_payment_method]")
            .code("resource_missing");
      }
      ((ObjectNode) customer.path("invoice_settings")).put("default_payment_method", method.get());
    }
  }

  /// One that is not deleted.
  ObjectNode living(String id, String parameter) {
    var customer = world.get(Kind.CUSTOMER, id, parameter);
    if (customer.has("deleted")) throw Refusal.missing(Kind.CUSTOMER, id, parameter);
    return customer;
  }

  /// What is left says only that it is deleted. Its payments stay.
  ObjectNode delete(String id) {
    var customer = living(id, "id");
    for (var card : cards.of(id)) {
      var before = card.deepCopy();
      card.putNull("customer");
      world.emitChange("payment_method.detached", before, card);
    }
    world.emit("customer.deleted", customer);
    customer.removeAll();
    return customer.put("id", id).put("object", "customer").put("deleted", true);
  }

  /// Finds by `metadata['k']:'v' AND email:'x'`.
  ObjectNode search(Params params) {
    var query = params.required("query");
    var clauses = new ArrayList<String[]>();
    for (var part : query.split("\\s+(?i:AND)\\s+", -1)) {
      var match = CLAUSE.matcher(part.strip());
      if (!match.matches()) {
        throw Refusal.invalid("We were unable to parse your search query: " + query).param("query");
      }
      clauses.add(new String[] {match.group(1), match.group(2), match.group(3)});
    }
    var customers =
        world.table(Kind.CUSTOMER).candidates(Map.of()).headMap((long) searchable, false);
    int limit = Listing.limit(params);
    var found =
        customers.descendingMap().values().stream()
            .filter(customer -> !customer.has("deleted") && matches(customer, clauses))
            .limit(limit + 1L)
            .toList();
    boolean hasMore = found.size() > limit;
    var result =
        World.list("/v1/customers/search", hasMore ? found.subList(0, limit) : found, hasMore);
    return result.put("object", "search_result").putNull("next_page");
  }

  private static boolean matches(ObjectNode customer, List<String[]> clauses) {
    return clauses.stream()
        .allMatch(
            clause -> {
              var value =
                  clause[0] == null
                      ? customer.path(clause[1])
                      : customer.path("metadata").path(clause[0]);
              return value.asText().equals(clause[2]) && !value.isMissingNode();
            });
  }
}
