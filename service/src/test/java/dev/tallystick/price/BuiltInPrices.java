package dev.tallystick.price;

import dev.tallystick.usage.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Maker of the catalogue that ships with the product, out of the two public ones: all prices of
/// genai-prices for the providers below, with what only LiteLLM knows of the same models (service
/// tiers, region uplifts), and LiteLLM's Qwen.
///
/// The files have different dates. LiteLLM's extras are taken only where both agree on the standard
/// price of input and output: a half of yesterday's price is no batch price of today's.
final class BuiltInPrices {
  static final String SOURCE = "built-in 2026-08-21";
  private static final Instant AS_OF = Instant.parse("2026-08-21T00:00:00Z");
  private static final Set<String> PROVIDERS =
      Set.of(
          "anthropic",
          "aws",
          "azure",
          "cohere",
          "deepseek",
          "fireworks",
          "google",
          "groq",
          "minimax",
          "mistral",
          "moonshotai",
          "openai",
          "perplexity",
          "together",
          "x-ai",
          "zai");
  private static final Set<String> ONLY_IN_LITELLM = Set.of("dashscope");

  private record Model(String provider, String name) {
    static final Comparator<Model> BY_NAME =
        Comparator.comparing(Model::provider).thenComparing(Model::name);
  }

  private BuiltInPrices() {}

  static String of(PriceFile genaiPrices, PriceFile litellm) {
    var extras = extras(genaiPrices, litellm);
    var drafts = new ArrayList<PriceDraft>();
    for (var draft : genaiPrices.drafts()) {
      if (!PROVIDERS.contains(draft.provider())) continue;
      var own = extras.getOrDefault(new Model(draft.provider(), draft.model()), Map.of());
      var standard = own.get(ServiceTier.STANDARD);
      drafts.add(standard == null ? draft : uplifted(draft, standard.regionUplifts()));
      own.forEach((tier, tariff) -> addTier(drafts, draft, tier, tariff));
    }
    litellm.drafts().stream()
        .filter(draft -> ONLY_IN_LITELLM.contains(draft.provider()))
        .forEach(drafts::add);
    drafts.sort(
        Comparator.comparing(PriceDraft::provider)
            .thenComparing(PriceDraft::model)
            .thenComparing(PriceDraft::serviceTier));
    return TallyFile.write(Catalogue.BUILT_IN, SOURCE, drafts);
  }

  /// LiteLLM's tariffs of the models of genai-prices; of several names of one model the first.
  private static Map<Model, Map<ServiceTier, Tariff>> extras(
      PriceFile genaiPrices, PriceFile litellm) {
    var book = TestingPriceFiles.book(genaiPrices);
    var tariffs = new TreeMap<Model, Map<ServiceTier, Tariff>>(Model.BY_NAME);
    litellm.drafts().forEach(draft -> put(tariffs, draft));
    var extras =
        new TreeMap<Model, Map<ServiceTier, Tariff>>(
            Comparator.comparing(Model::provider).thenComparing(Model::name));
    var byName =
        new TreeMap<Model, Map<ServiceTier, Tariff>>(
            Comparator.comparing(Model::provider).thenComparing(Model::name));
    byName.putAll(tariffs);
    byName.forEach(
        (model, own) -> {
          var standard = own.get(ServiceTier.STANDARD);
          book.find(model.provider(), model.name(), ServiceTier.STANDARD, AS_OF)
              .filter(match -> match.warnings().isEmpty())
              .filter(match -> standard != null && agree(match.price().tariff(), standard))
              .ifPresent(
                  match ->
                      extras.putIfAbsent(
                          new Model(model.provider(), match.price().key().model()), own));
        });
    return extras;
  }

  private static void put(Map<Model, Map<ServiceTier, Tariff>> tariffs, PriceDraft draft) {
    var timeline = draft.timeline();
    tariffs
        .computeIfAbsent(new Model(draft.provider(), draft.model()), _ -> new TreeMap<>())
        .put(draft.serviceTier(), Objects.requireNonNull(timeline.get(Price.ALWAYS)));
  }

  private static boolean agree(Tariff a, Tariff b) {
    return Stream.of(Kind.INPUT, Kind.OUTPUT)
        .allMatch(kind -> baseRate(a, kind).compareTo(baseRate(b, kind)) == 0);
  }

  private static BigDecimal baseRate(Tariff tariff, Kind kind) {
    return tariff.tiers().ratesFor(0).rate(kind).orElse(BigDecimal.ZERO);
  }

  private static PriceDraft uplifted(PriceDraft draft, Map<String, BigDecimal> uplifts) {
    var timeline = new TreeMap<Instant, Tariff>();
    draft
        .timeline()
        .forEach(
            (from, tariff) ->
                timeline.put(from, new Tariff(tariff.tiers(), tariff.windows(), uplifts)));
    return new PriceDraft(
        draft.provider(), draft.model(), draft.serviceTier(), draft.match(), timeline);
  }

  private static void addTier(
      List<PriceDraft> drafts, PriceDraft standard, ServiceTier tier, Tariff tariff) {
    if (tier == ServiceTier.STANDARD) return;
    drafts.add(
        PriceDraft.undated(standard.provider(), standard.model(), tier, standard.match(), tariff));
  }
}
