package dev.tallystick.price;

import dev.tallystick.usage.Kind;
import dev.tallystick.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a model costs, whoever says so and since whenever: the figures of a price.
///
/// `regionUplifts` multiplies the token costs of calls that were bound to a region (`eu`, `us`).
public record Tariff(
    ContextTiers tiers, List<DailyWindow> windows, Map<String, BigDecimal> regionUplifts) {
  private static final int PER_MILLION = 6;
  private static final int PER_THOUSAND = 3;

  public Tariff {
    windows = List.copyOf(windows);
    var uplifts = new TreeMap<String, BigDecimal>();
    regionUplifts.forEach((region, factor) -> uplifts.put(region, positive(region, factor)));
    regionUplifts = Collections.unmodifiableMap(uplifts);
  }

  /// The same rates for every call at any time.
  public static Tariff flat(Rates rates) {
    return new Tariff(ContextTiers.flat(rates), List.of(), Map.of());
  }

  /// The cost of a call made at `at`, bound to `region` if not null (`eu`, or a longer name that
  /// starts so: `eu-central-1`). Exact: nothing is rounded.
  public Cost cost(Usage usage, Instant at, @Nullable String region) {
    var rates = tiersAt(at).ratesFor(usage.totalInput());
    var uplift = upliftOf(region);
    var byKind = new EnumMap<Kind, BigDecimal>(Kind.class);
    var unpriced = EnumSet.noneOf(Kind.class);
    for (var kind : Kind.values()) {
      var count = usage.of(kind);
      if (count == 0) continue;
      var rate = rates.rate(kind);
      if (rate.isPresent()) {
        byKind.put(kind, cost(kind, BigDecimal.valueOf(count).multiply(rate.get()), uplift));
      } else if (kind != Kind.REQUEST) {
        // Most models have no fee per call; a token or a search without a rate is a gap.
        unpriced.add(kind);
      }
    }
    return Cost.of(byKind, unpriced);
  }

  ContextTiers tiersAt(Instant at) {
    return windows.stream()
        .filter(window -> window.covers(at))
        .findFirst()
        .map(DailyWindow::tiers)
        .orElse(tiers);
  }

  private BigDecimal upliftOf(@Nullable String region) {
    if (region == null) return BigDecimal.ONE;
    var folded = region.toLowerCase(Locale.ROOT);
    return regionUplifts.entrySet().stream()
        .filter(uplift -> folded.startsWith(uplift.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(BigDecimal.ONE);
  }

  private static BigDecimal cost(Kind kind, BigDecimal rated, BigDecimal uplift) {
    return switch (kind) {
      case WEB_SEARCH, REQUEST -> rated.movePointLeft(PER_THOUSAND);
      case INPUT,
          OUTPUT,
          CACHE_READ,
          CACHE_WRITE,
          CACHE_WRITE_1H,
          REASONING,
          AUDIO_INPUT,
          AUDIO_OUTPUT ->
          rated.multiply(uplift).movePointLeft(PER_MILLION);
    };
  }

  private static BigDecimal positive(String region, BigDecimal factor) {
    if (region.isEmpty() || factor.signum() <= 0) {
      throw new IllegalArgumentException("the uplift of " + region + " is not positive: " + factor);
    }
    return Decimals.plain(factor);
  }
}
