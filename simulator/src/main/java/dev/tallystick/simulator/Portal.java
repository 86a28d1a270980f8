package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sessions of the customer portal: a page on which customers change what they pay for.
final class Portal {
  static final Set<String> PARAMETERS = Set.of("customer", "expand[#]", "locale", "return_url");

  private final World world;
  private final Customers customers;
  private final String pages;
  private final Map<String, Visit> visits = new HashMap<>();

  /// Whose page it is, and where it leads back to.
  record Visit(String customer, Optional<String> returnUrl) {}

  Portal(World world, Customers customers, String pages) {
    this.world = world;
    this.customers = customers;
    this.pages = pages;
  }

  ObjectNode create(Params params) {
    var customer = customers.living(params.required("customer"), "customer");
    var id = world.ids().next("bps_1", 23);
    var returnUrl = params.text("return_url");
    visits.put(id, new Visit(customer.path("id").asText(), returnUrl));
    var session = world.make(id, "billing_portal.session");
    session.put("configuration", "bpc_1" + world.ids().named("portal", 23));
    session.set("customer", customer.path("id"));
    session.put("return_url", returnUrl.orElse(null));
    return session.put("url", pages + "/p/session/" + id);
  }

  Optional<Visit> visit(String id) {
    return Optional.ofNullable(visits.get(id));
  }
}
