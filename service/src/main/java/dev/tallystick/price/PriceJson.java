package dev.tallystick.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tallystick.usage.Kind;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tariffs and match rules as JSON, the same in the table's columns and in our own files. Decimals
/// travel as strings: a JSON number is a float to most readers.
public final class PriceJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Map<String, Kind> KINDS =
      Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::jsonName, kind -> kind));

  private PriceJson() {}

  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException("not JSON: " + failure.getOriginalMessage(), failure);
    }
  }

  public static JsonNode of(ModelMatch match) {
    return switch (match) {
      case ModelMatch.Equals(var text) -> NODES.objectNode().put("equals", text);
      case ModelMatch.StartsWith(var text) -> NODES.objectNode().put("starts_with", text);
      case ModelMatch.EndsWith(var text) -> NODES.objectNode().put("ends_with", text);
      case ModelMatch.Contains(var text) -> NODES.objectNode().put("contains", text);
      case ModelMatch.Regex(var pattern) -> NODES.objectNode().put("regex", pattern);
      case ModelMatch.AnyOf(var rules) -> NODES.objectNode().set("or", array(rules, PriceJson::of));
      case ModelMatch.AllOf(var rules) ->
          NODES.objectNode().set("and", array(rules, PriceJson::of));
    };
  }

  /// @throws IllegalArgumentException if `node` is no match rule; this is genai-prices' own form
  static ModelMatch match(JsonNode node) {
    if (node.size() != 1) throw new IllegalArgumentException("not a match rule: " + node);
    var rule = node.properties().iterator().next();
    var value = rule.getValue();
    return switch (rule.getKey()) {
      case "equals" -> new ModelMatch.Equals(text(value));
      case "starts_with" -> new ModelMatch.StartsWith(text(value));
      case "ends_with" -> new ModelMatch.EndsWith(text(value));
      case "contains" -> new ModelMatch.Contains(text(value));
      case "regex" -> new ModelMatch.Regex(text(value));
      case "or" -> new ModelMatch.AnyOf(list(value, PriceJson::match));
      case "and" -> new ModelMatch.AllOf(list(value, PriceJson::match));
      default -> throw new IllegalArgumentException("not a match rule: " + node);
    };
  }

  public static ArrayNode of(ContextTiers tiers) {
    return array(tiers.tiers(), PriceJson::of);
  }

  static ContextTiers tiers(JsonNode node) {
    return new ContextTiers(list(node, PriceJson::tier));
  }

  public static ArrayNode ofWindows(List<DailyWindow> windows) {
    return array(windows, PriceJson::of);
  }

  static List<DailyWindow> windows(JsonNode node) {
    return list(node, PriceJson::window);
  }

  public static ObjectNode ofUplifts(Map<String, BigDecimal> uplifts) {
    var node = NODES.objectNode();
    new TreeMap<>(uplifts).forEach((region, factor) -> node.put(region, factor.toPlainString()));
    return node;
  }

  static Map<String, BigDecimal> uplifts(JsonNode node) {
    var uplifts = new TreeMap<String, BigDecimal>();
    node.properties()
        .forEach(uplift -> uplifts.put(uplift.getKey(), new BigDecimal(text(uplift.getValue()))));
    return uplifts;
  }

  private static JsonNode of(ContextTier tier) {
    var node = NODES.objectNode().put("from", tier.from());
    if (tier.inclusive()) node.put("inclusive", true);
    var rates = node.putObject("rates");
    tier.rates().stated().forEach((kind, rate) -> rates.put(kind.jsonName(), rate.toPlainString()));
    return node;
  }

  private static ContextTier tier(JsonNode node) {
    var rates = new EnumMap<Kind, BigDecimal>(Kind.class);
    for (var rate : node.path("rates").properties()) {
      var kind = KINDS.get(rate.getKey());
      if (kind == null) throw new IllegalArgumentException("not a kind: " + rate.getKey());
      rates.put(kind, new BigDecimal(text(rate.getValue())));
    }
    var from = node.path("from");
    if (!from.canConvertToLong()) throw new IllegalArgumentException("a tier has a from: " + node);
    return new ContextTier(from.longValue(), node.path("inclusive").asBoolean(), new Rates(rates));
  }

  private static JsonNode of(DailyWindow window) {
    var node = NODES.objectNode();
    node.put("from", window.from().toString()).put("to", window.to().toString());
    return node.set("tiers", of(window.tiers()));
  }

  private static DailyWindow window(JsonNode node) {
    return new DailyWindow(
        LocalTime.parse(text(node.path("from"))),
        LocalTime.parse(text(node.path("to"))),
        tiers(node.path("tiers")));
  }

  private static String text(JsonNode node) {
    if (!node.isTextual()) throw new IllegalArgumentException("not a string: " + node);
    return node.textValue();
  }

  private static <T> ArrayNode array(List<T> items, Function<T, JsonNode> of) {
    var array = NODES.arrayNode();
    items.forEach(item -> array.add(of.apply(item)));
    return array;
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
    if (!array.isArray()) throw new IllegalArgumentException("not an array: " + array);
    var items = new ArrayList<T>();
    array.forEach(item -> items.add(read.apply(item)));
    return items;
  }
}
