package dev.tallystick.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The API's description, and a check of answers against it: status, names and types of all
/// properties. Of JSON Schema it knows what the description uses.
final class ApiDescription {
  /// What ships with the product.
  static final ApiDescription SHIPPED = shipped();

  private final JsonNode root;

  private ApiDescription(JsonNode root) {
    this.root = root;
  }

  private static ApiDescription shipped() {
    try (var in = Objects.requireNonNull(Api.class.getResourceAsStream("openapi.json"))) {
      return new ApiDescription(Reply.MAPPER.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode root() {
    return root;
  }

  JsonNode schema(String name) {
    return root.at("/components/schemas/" + name);
  }

  /// Fails if `reply` is not described.
  void check(String method, String path, Reply reply) {
    var what = method + " " + path + " → " + reply.status();
    var operation = operation(method, path);
    if (operation.isEmpty()) {
      fail(what, validate(reply.json(), schema("Problem"), ""));
      return;
    }
    var response = operation.get().at("/responses/" + reply.status());
    if (response.isMissingNode()) throw new AssertionError(what + " is not described");
    var type = reply.contentType().split(";", 2)[0];
    var content = response.path("content").path(type);
    if (content.isMissingNode()) throw new AssertionError(what + " is not described as " + type);
    if (reply.json().isMissingNode()) return;
    fail(what, validate(reply.json(), content.path("schema"), ""));
    if (reply.status() >= 400 && !codes(response).contains(reply.at("code"))) {
      throw new AssertionError(what + " is not described with the code " + reply.at("code"));
    }
  }

  /// The codes that a response of problems names, between backquotes; empty of another response.
  static List<String> codes(JsonNode response) {
    if (!response.path("content").has("application/problem+json")) return List.of();
    return Pattern.compile("`(\\w+)`")
        .matcher(response.path("description").asText())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static void fail(String what, List<String> faults) {
    if (!faults.isEmpty()) throw new AssertionError(what + " is not as described: " + faults);
  }

  private Optional<JsonNode> operation(String method, String path) {
    return root.path("paths").properties().stream()
        .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
        .map(entry -> entry.getValue().path(method.toLowerCase(java.util.Locale.ROOT)))
        .filter(operation -> !operation.isMissingNode())
        .findFirst();
  }

  /// What of `value` is not as `schema` says, each with its place; empty if all is.
  List<String> validate(JsonNode value, JsonNode schema, String place) {
    if (schema.has("$ref")) {
      return validate(value, root.at(schema.path("$ref").asText().substring(1)), place);
    }
    for (var choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) return anyOf(value, schema.path(choice), place);
    }
    var faults = new ArrayList<String>();
    if (!isOfType(value, schema.path("type"))) {
      return List.of(place + " is " + value + ", not " + schema.path("type"));
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      faults.add(place + " is " + value + ", none of " + schema.path("enum"));
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      faults.add(place + " is " + value + ", not " + schema.path("const"));
    }
    if (schema.has("pattern") && !value.asText().matches(schema.path("pattern").asText())) {
      faults.add(place + " is " + value + ", not like " + schema.path("pattern"));
    }
    if (value.isObject()) faults.addAll(object(value, schema, place));
    if (value.isArray() && schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        faults.addAll(validate(value.path(i), schema.path("items"), place + "[" + i + "]"));
      }
    }
    return faults;
  }

  private List<String> anyOf(JsonNode value, JsonNode choices, String place) {
    var all = stream(choices).map(choice -> validate(value, choice, place)).toList();
    if (all.stream().anyMatch(List::isEmpty)) return List.of();
    return all.stream().flatMap(List::stream).toList();
  }

  private List<String> object(JsonNode value, JsonNode schema, String place) {
    var faults = new ArrayList<String>();
    for (var name : schema.path("required")) {
      if (!value.has(name.asText())) faults.add(place + "." + name.asText() + " is missing");
    }
    for (var property : value.properties()) {
      var at = place + "." + property.getKey();
      var known = schema.path("properties").path(property.getKey());
      var others = schema.path("additionalProperties");
      if (!known.isMissingNode()) {
        faults.addAll(validate(property.getValue(), known, at));
      } else if (others.isObject()) {
        faults.addAll(validate(property.getValue(), others, at));
      } else if (others.isBoolean() && !others.booleanValue()) {
        faults.add(at + " is not described");
      }
    }
    return faults;
  }

  private static boolean isOfType(JsonNode value, JsonNode type) {
    if (type.isMissingNode()) return true;
    if (type.isArray()) return stream(type).anyMatch(one -> isOfType(value, one));
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> throw new IllegalArgumentException("not a type: " + type);
    };
  }

  private static boolean contains(JsonNode array, JsonNode value) {
    return stream(array).anyMatch(value::equals);
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    Iterator<JsonNode> elements = array.elements();
    return StreamSupport.stream(((Iterable<JsonNode>) () -> elements).spliterator(), false);
  }
}
