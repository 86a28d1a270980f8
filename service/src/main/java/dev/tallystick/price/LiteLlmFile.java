package dev.tallystick.price;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.usage.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reader of LiteLLM's `model_prices_and_context_window.json`: one flat object, a key for each
/// model at each provider, without dates.
final class LiteLlmFile {
  private static final String SAMPLE = "sample_spec";
  private static final String PROVIDER = "litellm_provider";

  /// Kinds of models whose tokens, if they are stated at all, are not what a call costs.
  private static final Set<String> NOT_BY_TOKEN =
      Set.of("image_generation", "image_edit", "video_generation", "ocr", "search", "vector_store");

  /// Kinds of models that write, so that a missing output rate is an error.
  private static final Set<String> WRITING = Set.of("chat", "completion", "responses", "realtime");

  private record Entry(String key, String provider, Map<ServiceTier, Tariff> tariffs) {
    /// The API of the model's maker first, then the shortest key.
    static final Comparator<Entry> MOST_DIRECT_FIRST =
        Comparator.<Entry>comparingInt(
                entry -> entry.provider.startsWith("vertex_ai") || entry.isOldApi() ? 1 : 0)
            .thenComparingInt(entry -> entry.key.length())
            .thenComparing(Entry::key);

    private boolean isOldApi() {
      return provider.startsWith("text-completion");
    }

    String model() {
      return LiteLlmProviders.model(key, provider);
    }
  }

  private record Name(String provider, String model) {}

  private final List<PriceDraft> drafts = new ArrayList<>();
  private final List<PriceFile.Skipped> skipped = new ArrayList<>();
  private final Map<String, Integer> repaired = new TreeMap<>();
  private final Map<String, Integer> ignored = new TreeMap<>();

  private LiteLlmFile() {}

  static boolean isOne(JsonNode root) {
    return root.has(SAMPLE) || anyHasProvider(root);
  }

  static PriceFile read(String name, JsonNode root) {
    var file = new LiteLlmFile();
    var byName = new LinkedHashMap<Name, List<Entry>>();
    for (var property : root.properties()) {
      file.readEntry(property.getKey(), property.getValue(), byName);
    }
    byName.forEach(file::take);
    return new PriceFile(
        Catalogue.LITELLM, name, file.drafts, file.skipped, file.repaired, file.ignored);
  }

  private void readEntry(String key, JsonNode node, Map<Name, List<Entry>> byName) {
    var litellmProvider = node.path(PROVIDER).asText();
    var provider = LiteLlmProviders.canonical(litellmProvider);
    if (key.equals(SAMPLE) || litellmProvider.isBlank()) {
      skipped.add(new PriceFile.Skipped("", key, "describes the file, not a model"));
      return;
    }
    try {
      var tariffs = tariffs(provider, node);
      var entry = new Entry(key, litellmProvider, tariffs);
      byName.computeIfAbsent(new Name(provider, entry.model()), _ -> new ArrayList<>()).add(entry);
    } catch (IllegalArgumentException failure) {
      skipped.add(new PriceFile.Skipped(provider, key, String.valueOf(failure.getMessage())));
    }
  }

  private Map<ServiceTier, Tariff> tariffs(String provider, JsonNode node) {
    var mode = node.path("mode").asText();
    if (NOT_BY_TOKEN.contains(mode)) {
      throw new IllegalArgumentException("mode " + mode + " is not priced by tokens");
    }
    var entry = new LiteLlmEntry(provider, node);
    var tariffs = entry.tariffs();
    for (var tariff : tariffs.values()) {
      var stated = tariff.tiers().tiers().getFirst().rates().stated().keySet();
      if (!stated.contains(Kind.INPUT)) throw new IllegalArgumentException("no input price");
      if (WRITING.contains(mode) && !stated.contains(Kind.OUTPUT)) {
        throw new IllegalArgumentException("no output price");
      }
    }
    entry
        .otherPrice(tariffs.values())
        .ifPresent(
            key -> {
              throw new IllegalArgumentException("priced by " + key + ", not by tokens");
            });
    entry.repaired.forEach((reason, count) -> repaired.merge(reason, count, Integer::sum));
    entry.ignored.forEach(key -> ignored.merge(key, 1, Integer::sum));
    return tariffs;
  }

  /// Several keys can name one model at one provider. The most direct one has the name; another at
  /// the same figures is one more name for it, another at other figures keeps its whole key.
  private void take(Name name, List<Entry> entries) {
    entries.sort(Entry.MOST_DIRECT_FIRST);
    var first = entries.getFirst();
    var names = new ArrayList<>(List.of(name.model()));
    for (var entry : entries) {
      if (entry.tariffs().equals(first.tariffs())) {
        if (!names.contains(entry.key())) names.add(entry.key());
      } else if (!entry.key().equals(name.model())) {
        draft(name.provider(), entry.key(), List.of(entry.key()), entry.tariffs());
      } else {
        skipped.add(
            new PriceFile.Skipped(
                name.provider(), entry.key(), "same model at other figures: " + first.key()));
      }
    }
    draft(name.provider(), name.model(), names, first.tariffs());
  }

  private void draft(
      String provider, String model, List<String> names, Map<ServiceTier, Tariff> tariffs) {
    var rules = names.stream().<ModelMatch>map(ModelMatch.Equals::new).toList();
    var match = rules.size() == 1 ? rules.getFirst() : new ModelMatch.AnyOf(rules);
    tariffs.forEach(
        (tier, tariff) -> drafts.add(PriceDraft.undated(provider, model, tier, match, tariff)));
  }

  private static boolean anyHasProvider(JsonNode root) {
    for (var entry : root) {
      if (entry.has(PROVIDER)) return true;
    }
    return false;
  }
}
