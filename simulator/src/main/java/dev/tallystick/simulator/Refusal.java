package dev.tallystick.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/// A request that is answered with an error, in Stripe's words.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What only shows once work has begun, and is therefore kept under the idempotency key.
  private static final Set<String> KEPT =
      Set.of("charge_already_refunded", "charge_disputed", "payment_intent_unexpected_state");

  private final int status;
  private final transient ObjectNode error = JsonNodeFactory.instance.objectNode();

  private Refusal(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    error.put("type", type).put("message", message);
  }

  static Refusal invalid(String message) {
    return new Refusal(400, "invalid_request_error", message);
  }

  static Refusal of(int status, String type, String message) {
    return new Refusal(status, type, message);
  }

  static Refusal missing(Kind kind, String id, String parameter) {
    // A missing object is not found where the path names it, and a bad parameter elsewhere.
    int status = parameter.equals("id") ? 404 : 400;
    var message = "No such %s: '%s'".formatted(kind.noun(), id);
    return of(status, "invalid_request_error", message).code("resource_missing").param(parameter);
  }

  static Refusal required(String parameter) {
    return invalid("Missing required param: " + parameter + ".")
        .code("parameter_missing")
        .param(parameter);
  }

  Refusal code(String code) {
    error.put("code", code);
    return this;
  }

  Refusal param(String parameter) {
    error.put("param", parameter);
    return this;
  }

  Refusal with(String field, String value) {
    error.put(field, value);
    return this;
  }

  Refusal with(String field, ObjectNode object) {
    error.set(field, object);
    return this;
  }

  /// Whether the same request with the same key is refused again, whatever has changed.
  boolean isKept() {
    return status == 402 || KEPT.contains(error.path("code").asText());
  }

  int status() {
    return status;
  }

  ObjectNode body() {
    var whole = JsonNodeFactory.instance.objectNode();
    whole.set("error", error);
    return whole;
  }
}
