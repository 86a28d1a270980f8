package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Puts whole objects where an answer has their ids: `expand[]=latest_charge.balance_transaction`.
final class Expansion {
  private static final int DEPTH_MAX = 4;

  private final World world;

  Expansion(World world) {
    this.world = world;
  }

  /// Changes `answer`, which must be a copy.
  void expand(ObjectNode answer, List<String> paths) {
    for (var path : paths) {
      var steps = List.of(path.split("\\.", -1));
      if (steps.size() > DEPTH_MAX) {
        throw Refusal.invalid(
                "You cannot expand more than %d levels of a property. Property: %s"
                    .formatted(DEPTH_MAX, path))
            .param("expand");
      }
      expand(answer, steps, path);
    }
  }

  private void expand(ObjectNode object, List<String> steps, String path) {
    if (steps.isEmpty()) return;
    var field = steps.getFirst();
    var rest = steps.subList(1, steps.size());
    var value = object.path(field);
    if (value.isMissingNode() && hidden(object, field)) value = object.path(field);
    if (value.isTextual() && Kind.isId(value.asText())) {
      var id = value.asText();
      value = world.shown(world.get(Kind.ofId(id), id));
      object.set(field, value);
    }
    descend(value, rest, path);
  }

  private void descend(JsonNode value, List<String> rest, String path) {
    if (value.isNull()) return;
    if (value.isArray()) {
      for (var each : value) {
        if (each instanceof ObjectNode inside) expand(inside, rest, path);
      }
    } else if (value instanceof ObjectNode inside) {
      expand(inside, rest, path);
    } else {
      throw Refusal.invalid("This property cannot be expanded (" + path + ").").param("expand");
    }
  }

  /// What is not shown unless it is asked for.
  private boolean hidden(ObjectNode object, String field) {
    var id = object.path("id").asText();
    var kind = object.path("object").asText();
    if (kind.equals("invoice") && field.equals("payments")) {
      var payments = world.table(Kind.INVOICE_PAYMENT).where("invoice", id);
      var url = "/v1/invoice_payments?invoice=" + id;
      object.set(field, World.list(url, payments.stream().map(world::shown).toList(), false));
      return true;
    }
    if (kind.equals("charge") && field.equals("refunds")) {
      var refunds = world.table(Kind.REFUND).where("charge", id).reversed();
      var url = "/v1/charges/" + id + "/refunds";
      object.set(field, World.list(url, refunds.stream().map(world::shown).toList(), false));
      return true;
    }
    return false;
  }
}
