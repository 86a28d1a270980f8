package dev.tallystick.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Reads Stripe's JSON. What is missing and what is null are the same to it.
public final class StripeJson {
  static final ObjectMapper JSON = new ObjectMapper();

  // What PostgreSQL refuses in jsonb; Stripe refuses it too, but who knows of what it kept before.
  private static final String NUL = "\\u0000";

  private StripeJson() {}

  static JsonNode parse(String body) {
    try {
      return JSON.readTree(body.replace(NUL, "\\ufffd"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stripe's answer is no JSON", e);
    }
  }

  public static Optional<String> text(JsonNode parent, String name) {
    var node = parent.path(name);
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  public static String requiredText(JsonNode parent, String name) {
    return text(parent, name).orElseThrow(() -> missing(name));
  }

  /// The id of an object that may be expanded or not.
  public static Optional<String> id(JsonNode node) {
    return node.isTextual() ? Optional.of(node.textValue()) : text(node, "id");
  }

  static String requiredId(JsonNode parent, String name) {
    return id(parent.path(name)).orElseThrow(() -> missing(name));
  }

  static OptionalLong number(JsonNode parent, String name) {
    var node = parent.path(name);
    return node.isIntegralNumber() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
  }

  static Optional<Instant> instant(JsonNode parent, String name) {
    var node = parent.path(name);
    return node.isIntegralNumber()
        ? Optional.of(Instant.ofEpochSecond(node.longValue()))
        : Optional.empty();
  }

  public static Instant requiredInstant(JsonNode parent, String name) {
    return instant(parent, name).orElseThrow(() -> missing(name));
  }

  static Map<String, String> texts(JsonNode parent) {
    var texts = new TreeMap<String, String>();
    parent
        .properties()
        .forEach(
            each -> {
              if (each.getValue().isTextual())
                texts.put(each.getKey(), each.getValue().textValue());
            });
    return texts;
  }

  /// The object, and beside its own fields one more.
  static String with(JsonNode object, String name, List<JsonNode> more) {
    var copy = object.<ObjectNode>deepCopy();
    copy.putArray(name).addAll(more);
    return copy.toString();
  }

  private static IllegalStateException missing(String name) {
    return new IllegalStateException("Stripe's object has no " + name);
  }
}
