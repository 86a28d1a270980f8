package dev.tallystick.price;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reader and writer of our own format: the built-in catalogue, and prices of the operator's own.
///
/// ```json
/// {"format": "tallystick-prices/1", "catalogue": "custom", "source": "contract of 2026-04-01",
///  "prices": [
///   {"provider": "openai", "model": "gpt-5", "serviceTier": "batch",
///    "match": {"starts_with": "gpt-5"},
///    "prices": [{"from": "2026-04-01T00:00:00Z",
///                "tiers": [{"from": 0, "rates": {"input": "0.5", "output": "4"}}]}]}]}
/// ```
///
/// Optional are `serviceTier` (standard), `match` (the model's name), a price's `from` (always),
/// and its `windows` and `regionUplifts`.
final class TallyFile {
  static final String FORMAT = "tallystick-prices/1";

  private TallyFile() {}

  static PriceFile read(JsonNode root) {
    var catalogue = Catalogue.named(root.path("catalogue").asText()).orElse(Catalogue.CUSTOM);
    if (catalogue != Catalogue.BUILT_IN && catalogue != Catalogue.CUSTOM) {
      throw new IllegalArgumentException("a file of ours is custom or built-in, not " + catalogue);
    }
    var source = root.path("source").asText();
    if (source.isBlank()) throw new IllegalArgumentException("the file names no source");
    var drafts = new ArrayList<PriceDraft>();
    var skipped = new ArrayList<PriceFile.Skipped>();
    for (var node : root.path("prices")) {
      try {
        drafts.add(draft(node));
      } catch (IllegalArgumentException | DateTimeException failure) {
        var reason = String.valueOf(failure.getMessage());
        skipped.add(
            new PriceFile.Skipped(
                node.path("provider").asText(), node.path("model").asText(), reason));
      }
    }
    return new PriceFile(catalogue, source, drafts, skipped, Map.of(), Map.of());
  }

  /// The file of `drafts`, a line for each.
  static String write(Catalogue catalogue, String source, List<PriceDraft> drafts) {
    try {
      var json = new StringBuilder("{\"format\": \"").append(FORMAT).append("\",\n");
      json.append("\"catalogue\": \"").append(catalogue.jsonName()).append("\",\n");
      json.append("\"source\": ").append(PriceJson.MAPPER.writeValueAsString(source));
      json.append(",\n\"prices\": [\n");
      var separator = "";
      for (var draft : drafts) {
        json.append(separator).append(PriceJson.MAPPER.writeValueAsString(node(draft)));
        separator = ",\n";
      }
      return json.append("\n]}\n").toString();
    } catch (JsonProcessingException failure) {
      throw new IllegalStateException("a tree of ours cannot be written", failure);
    }
  }

  private static PriceDraft draft(JsonNode node) {
    var model = node.path("model").asText();
    var match =
        node.has("match") ? PriceJson.match(node.path("match")) : new ModelMatch.Equals(model);
    var tierName = node.path("serviceTier").asText(ServiceTier.STANDARD.jsonName());
    var serviceTier =
        ServiceTier.named(tierName)
            .orElseThrow(() -> new IllegalArgumentException("not a service tier: " + tierName));
    var timeline = new TreeMap<Instant, Tariff>();
    for (var price : node.path("prices")) {
      var from = price.has("from") ? Instant.parse(price.path("from").asText()) : Price.ALWAYS;
      timeline.put(from, tariff(price));
    }
    return new PriceDraft(node.path("provider").asText(), model, serviceTier, match, timeline);
  }

  private static Tariff tariff(JsonNode price) {
    return new Tariff(
        PriceJson.tiers(price.path("tiers")),
        price.has("windows") ? PriceJson.windows(price.path("windows")) : List.of(),
        PriceJson.uplifts(price.path("regionUplifts")));
  }

  private static JsonNode node(PriceDraft draft) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("provider", draft.provider()).put("model", draft.model());
    if (draft.serviceTier() != ServiceTier.STANDARD) {
      node.put("serviceTier", draft.serviceTier().jsonName());
    }
    if (!draft.match().equals(new ModelMatch.Equals(draft.model()))) {
      node.set("match", PriceJson.of(draft.match()));
    }
    var prices = node.putArray("prices");
    draft
        .timeline()
        .forEach(
            (from, tariff) -> {
              var price = prices.addObject();
              if (!from.equals(Price.ALWAYS)) price.put("from", from.toString());
              price.set("tiers", PriceJson.of(tariff.tiers()));
              if (!tariff.windows().isEmpty()) {
                price.set("windows", PriceJson.ofWindows(tariff.windows()));
              }
              if (!tariff.regionUplifts().isEmpty()) {
                price.set("regionUplifts", PriceJson.ofUplifts(tariff.regionUplifts()));
              }
            });
    return node;
  }
}
