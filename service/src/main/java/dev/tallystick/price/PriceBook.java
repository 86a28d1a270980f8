package dev.tallystick.price;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All prices there ever were, indexed for look-up by provider, model name, tier and time. A book
/// does not change: [#plus] makes the next one. Thread-safe.
public final class PriceBook {
  /// A price that was found, the rule that led to it, and what the caller should know about it.
  public record Match(Price price, ModelMatch rule, Set<Warning> warnings) {}

  public enum Warning {
    /// No catalogue has this model at that service tier: it is the standard price.
    SERVICE_TIER_UNKNOWN,
    /// The provider's own list lacks the model: it is the price of the model's maker.
    PROVIDER_PRICE_UNKNOWN
  }

  public static final PriceBook EMPTY = new PriceBook(List.of());

  private static final int CACHE_ENTRIES_MAX = 10_000;

  /// Hosts that sell other makers' models at the makers' list price, and whose those are: after
  /// `fallback_model_providers` of genai-prices.
  private static final Map<String, List<String>> MAKERS =
      Map.of("azure", List.of("openai", "anthropic"), "google", List.of("anthropic"));

  private record Query(String provider, String model, ServiceTier serviceTier) {}

  private record Candidate(PriceSeries series, Set<Warning> warnings) {}

  private final List<Price> prices;
  private final Map<PriceKey, PriceSeries> seriesByKey;
  private final Map<PriceShelf.Key, PriceShelf> shelves;
  private final Cache<Query, List<Candidate>> candidates =
      Caffeine.newBuilder().maximumSize(CACHE_ENTRIES_MAX).build();

  private PriceBook(List<Price> prices) {
    this.prices = List.copyOf(prices);
    this.seriesByKey = seriesOf(prices);
    this.shelves = PriceShelf.of(seriesByKey.values());
  }

  /// A book of `prices`, which are in the order of their revisions.
  static PriceBook of(List<Price> prices) {
    return prices.isEmpty() ? EMPTY : new PriceBook(prices);
  }

  /// This book and newer rows, in the order of their revisions.
  PriceBook plus(List<Price> newer) {
    if (newer.isEmpty()) return this;
    var all = new ArrayList<>(prices);
    all.addAll(newer);
    return new PriceBook(all);
  }

  /// The revision of the newest row, 0 if there is none.
  public long revision() {
    return prices.isEmpty() ? 0 : prices.getLast().revision();
  }

  /// The number of rows.
  public int size() {
    return prices.size();
  }

  /// The price of a call of `model` at `provider` (a canonical id) made at `at`.
  ///
  /// In this order: the provider's own prices before those of the model's maker; the service tier
  /// asked for before the standard one; the catalogue that ranks higher; an exact name before the
  /// closest pattern. Empty: the call is unpriced, which is not free.
  public Optional<Match> find(String provider, String model, ServiceTier serviceTier, Instant at) {
    var name = ModelMatch.folded(model);
    if (name.length() > PriceKey.NAME_CHARS_MAX) return Optional.empty();
    var query = new Query(provider, name, serviceTier);
    for (var candidate : candidates.get(query, this::candidates)) {
      var price = candidate.series().at(at);
      if (price.isPresent()) {
        var rule = candidate.series().match();
        return Optional.of(new Match(price.get(), rule, candidate.warnings()));
      }
    }
    return Optional.empty();
  }

  /// One price as it changed over time.
  Optional<PriceSeries> series(PriceKey key) {
    return Optional.ofNullable(seriesByKey.get(key));
  }

  private List<Candidate> candidates(Query query) {
    var found = new ArrayList<Candidate>();
    collect(found, query.provider(), query, Set.of());
    for (var maker : MAKERS.getOrDefault(query.provider(), List.of())) {
      collect(found, maker, query, Set.of(Warning.PROVIDER_PRICE_UNKNOWN));
    }
    return List.copyOf(found);
  }

  private void collect(List<Candidate> found, String provider, Query query, Set<Warning> warnings) {
    collect(found, provider, query.model(), query.serviceTier(), warnings);
    if (query.serviceTier() == ServiceTier.STANDARD) return;
    var flagged = new HashSet<>(warnings);
    flagged.add(Warning.SERVICE_TIER_UNKNOWN);
    collect(found, provider, query.model(), ServiceTier.STANDARD, Set.copyOf(flagged));
  }

  private void collect(
      List<Candidate> found,
      String provider,
      String model,
      ServiceTier serviceTier,
      Set<Warning> warnings) {
    for (var catalogue : Catalogue.values()) {
      var shelf = shelves.get(new PriceShelf.Key(catalogue, provider, serviceTier));
      if (shelf == null) continue;
      shelf.closest(model).ifPresent(series -> found.add(new Candidate(series, warnings)));
    }
  }

  private static Map<PriceKey, PriceSeries> seriesOf(List<Price> prices) {
    var rows = new HashMap<PriceKey, List<Price>>();
    for (var price : prices) {
      rows.computeIfAbsent(price.key(), _ -> new ArrayList<>()).add(price);
    }
    var series = new HashMap<PriceKey, PriceSeries>();
    rows.forEach((key, of) -> series.put(key, PriceSeries.of(key, of)));
    return series;
  }
}
