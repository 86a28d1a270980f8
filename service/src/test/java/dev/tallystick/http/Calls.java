package dev.tallystick.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/// Model calls as bodies of `POST /v1/messages`.
final class Calls {
  private Calls() {}

  /// A call of Anthropic that costs exactly 0.0260277 USD, which is 2.60277 credits.
  static ObjectNode call(UUID user) {
    var call =
        (ObjectNode)
            Reply.parse(
                """
        {"clientId": "cli-1", "clientRequestId": "req-1",
         "provider": "anthropic", "model": "claude-sonnet-4-5",
         "request": [{"role": "system", "content": "Be brief."},
                     {"role": "user", "content": "How many beans make five?"}],
         "response": {"role": "assistant", "content": "Five."},
         "usage": {"input_tokens": 21, "cache_creation_input_tokens": 2400,
                   "cache_read_input_tokens": 16399,
                   "cache_creation": {"ephemeral_5m_input_tokens": 400,
                                      "ephemeral_1h_input_tokens": 2000},
                   "output_tokens": 503, "output_tokens_details": {"thinking_tokens": 120},
                   "service_tier": "standard"},
         "latencyMs": 1840, "finishedAt": "2026-09-10T09:59:58Z"}
        """);
    return withNewId(call).put("userId", user.toString());
  }

  /// A call of `acme`, whose prices each test makes itself.
  static ObjectNode acmeCall(UUID user, String model, long input) {
    var call = JsonNodeFactory.instance.objectNode();
    call.put("userId", user.toString()).put("provider", "acme").put("model", model);
    call.putObject("tokens").put("input", input);
    return withNewId(call);
  }

  static ObjectNode withNewId(ObjectNode call) {
    return call.put("id", UUID.randomUUID().toString());
  }

  static ObjectNode without(ObjectNode call, String field) {
    var less = call.deepCopy();
    less.remove(field);
    return less;
  }
}
