package dev.tallystick.price;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.usage.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reader of one entry of LiteLLM's file: USD per single token as floats, with context and service
/// tiers in the names of the keys (`input_cost_per_token_above_272k_tokens_flex`).
final class LiteLlmEntry {
  /// Above this, in USD per million tokens, a figure is an error: the dearest model there was cost
  /// 600, and the known mistakes (a price per thousand or per million written as per token) begin
  /// at 2,000.
  static final BigDecimal TOKEN_RATE_MAX = BigDecimal.valueOf(1_000);

  static final String NOISE = "float noise rounded to 12 digits";
  static final String NO_BASE = "context tier without a base rate dropped";
  static final String NO_INPUT_OUTPUT = "service tier without input and output dropped";
  static final String SEARCH_MEDIUM = "web search price depends on size, medium taken";

  private static final int TIER_TOKENS = 1_000;
  private static final int PER_TOKEN_TO_MILLION = 6;
  private static final int PER_UNIT_TO_THOUSAND = 3;
  private static final int SCALE_MAX = 40;
  private static final MathContext WITHOUT_NOISE = new MathContext(12, RoundingMode.HALF_EVEN);

  private static final Map<String, Kind> KINDS =
      Map.of(
          "input_cost_per_token", Kind.INPUT,
          "output_cost_per_token", Kind.OUTPUT,
          "cache_read_input_token_cost", Kind.CACHE_READ,
          "cache_creation_input_token_cost", Kind.CACHE_WRITE,
          "cache_creation_input_token_cost_above_1hr", Kind.CACHE_WRITE_1H,
          "output_cost_per_reasoning_token", Kind.REASONING,
          "input_cost_per_audio_token", Kind.AUDIO_INPUT,
          "output_cost_per_audio_token", Kind.AUDIO_OUTPUT);

  private static final Pattern TOKEN_KEY =
      Pattern.compile(
          "(?<kind>[a-z_]+?(?:_above_1hr)?)"
              + "(?:_above_(?<thousands>\\d+)k_tokens)?"
              + "(?:_(?<tier>priority|flex|batches))?");

  private static final String CACHE_HIT = "input_cost_per_token_cache_hit";
  private static final String SEARCH = "search_context_cost_per_query";
  private static final String REQUEST = "input_cost_per_request";
  private static final String RANGES = "tiered_pricing";
  private static final String UPLIFT = "regional_processing_uplift_multiplier_";
  private static final String OTHER_MULTIPLIERS = "provider_specific_entry";

  private final JsonNode entry;
  private final boolean fromItsStart;
  private final Map<ServiceTier, NavigableMap<Long, Map<Kind, BigDecimal>>> rates =
      new EnumMap<>(ServiceTier.class);
  private final Map<String, BigDecimal> uplifts = new TreeMap<>();

  /// Figures that were mended, by reason.
  final Map<String, Integer> repaired = new TreeMap<>();

  /// Price keys for what a message does not count.
  final List<String> ignored = new ArrayList<>();

  LiteLlmEntry(String provider, JsonNode entry) {
    this.entry = entry;
    this.fromItsStart = provider.equals(GenaiPricesFile.FROM_ITS_START);
  }

  /// The tariff of every service tier that the entry prices.
  ///
  /// @throws IllegalArgumentException if the figures cannot be a price; the message says why
  Map<ServiceTier, Tariff> tariffs() {
    entry.properties().forEach(property -> read(property.getKey(), property.getValue()));
    var standard = rates.get(ServiceTier.STANDARD);
    if (standard == null) throw new IllegalArgumentException("not priced by tokens");
    var tariffs = new EnumMap<ServiceTier, Tariff>(ServiceTier.class);
    for (var tier : rates.entrySet()) {
      if (tier.getKey() == ServiceTier.STANDARD) {
        tariffs.put(tier.getKey(), tariff(standard));
      } else if (hasInputAndOutput(tier.getValue())) {
        tariffs.put(tier.getKey(), tariff(overlaid(standard, tier.getValue())));
      } else {
        repaired.merge(NO_INPUT_OUTPUT, 1, Integer::sum);
      }
    }
    return tariffs;
  }

  /// The key of what is really paid for where all token rates are zero: a query, a second, a page.
  Optional<String> otherPrice(Collection<Tariff> tariffs) {
    var isTokenPriced =
        tariffs.stream()
            .flatMap(tariff -> tariff.tiers().tiers().stream())
            .flatMap(tier -> tier.rates().stated().values().stream())
            .anyMatch(rate -> rate.signum() > 0);
    if (isTokenPriced) return Optional.empty();
    return ignored.stream().filter(key -> entry.path(key).decimalValue().signum() > 0).findFirst();
  }

  private void read(String key, JsonNode value) {
    if (key.equals(RANGES)) {
      value.forEach(this::readRange);
    } else if (key.equals(SEARCH)) {
      readSearch(value);
    } else if (key.equals(REQUEST)) {
      base().put(Kind.REQUEST, figure(key, value, PER_UNIT_TO_THOUSAND));
    } else if (key.equals(CACHE_HIT)) {
      base().putIfAbsent(Kind.CACHE_READ, figure(key, value, PER_TOKEN_TO_MILLION));
    } else if (key.startsWith(UPLIFT)) {
      uplifts.put(key.substring(UPLIFT.length()), value.decimalValue());
    } else if (key.equals(OTHER_MULTIPLIERS)) {
      readMultipliers(value);
    } else if (!readToken(0, key, value) && key.contains("cost")) {
      ignored.add(key);
    }
  }

  private boolean readToken(long rangeFrom, String key, JsonNode value) {
    var parts = TOKEN_KEY.matcher(key);
    if (!parts.matches()) return false;
    var kind = KINDS.get(parts.group("kind"));
    if (kind == null) return false;
    var thousands = parts.group("thousands");
    var from = thousands == null ? rangeFrom : Long.parseLong(thousands) * TIER_TOKENS;
    var tierName = parts.group("tier");
    var tier = tierName == null ? ServiceTier.STANDARD : ServiceTier.named(tierName).orElseThrow();
    at(tier, from).put(kind, figure(key, value, PER_TOKEN_TO_MILLION));
    return true;
  }

  /// One of `tiered_pricing`: from the lower end of its range on, its own figures.
  private void readRange(JsonNode range) {
    var from = range.path("range").path(0).longValue();
    range.properties().forEach(each -> readToken(from, each.getKey(), each.getValue()));
  }

  private void readSearch(JsonNode bySize) {
    var medium = bySize.path("search_context_size_medium");
    if (!medium.isNumber()) return;
    base().put(Kind.WEB_SEARCH, figure(SEARCH, medium, PER_UNIT_TO_THOUSAND));
    for (var size : bySize) {
      if (size.decimalValue().compareTo(medium.decimalValue()) != 0) {
        repaired.merge(SEARCH_MEDIUM, 1, Integer::sum);
        return;
      }
    }
  }

  /// Anthropic's inference bound to a region; its fast mode is no service tier of ours.
  private void readMultipliers(JsonNode multipliers) {
    for (var multiplier : multipliers.properties()) {
      if (multiplier.getKey().equals("us") || multiplier.getKey().equals("eu")) {
        uplifts.put(multiplier.getKey(), multiplier.getValue().decimalValue());
      } else {
        ignored.add(OTHER_MULTIPLIERS + "." + multiplier.getKey());
      }
    }
  }

  /// The figure as USD per million or per thousand, without the noise of floats
  /// (1.0000000000000002e-07).
  private BigDecimal figure(String key, JsonNode value, int magnitude) {
    if (!value.isNumber()) throw new IllegalArgumentException(key + " is no number");
    var stated = value.decimalValue();
    if (stated.signum() < 0) throw new IllegalArgumentException(key + " is negative");
    if (Math.abs(stated.scale()) > SCALE_MAX) {
      throw new IllegalArgumentException(key + " is absurd: " + stated);
    }
    var clean = stated.round(WITHOUT_NOISE);
    if (clean.compareTo(stated) != 0) repaired.merge(NOISE, 1, Integer::sum);
    var rate = Decimals.plain(clean.movePointRight(magnitude));
    if (magnitude == PER_TOKEN_TO_MILLION && rate.compareTo(TOKEN_RATE_MAX) > 0) {
      throw new IllegalArgumentException(
          key + " is absurd: " + rate.toPlainString() + " USD per million tokens");
    }
    return rate;
  }

  private Map<Kind, BigDecimal> base() {
    return at(ServiceTier.STANDARD, 0);
  }

  private Map<Kind, BigDecimal> at(ServiceTier tier, long from) {
    return rates
        .computeIfAbsent(tier, _ -> new TreeMap<>())
        .computeIfAbsent(from, _ -> new EnumMap<>(Kind.class));
  }

  private Tariff tariff(NavigableMap<Long, Map<Kind, BigDecimal>> byFrom) {
    var base = byFrom.get(0L);
    if (base == null) throw new IllegalArgumentException("context tiers without a base rate");
    var tiers = new ArrayList<ContextTier>();
    for (var each : byFrom.entrySet()) {
      var from = each.getKey();
      var stated = new EnumMap<>(each.getValue());
      if (stated.keySet().retainAll(base.keySet())) repaired.merge(NO_BASE, 1, Integer::sum);
      if (stated.isEmpty()) continue;
      tiers.add(new ContextTier(from, from > 0 && fromItsStart, new Rates(stated)));
    }
    return new Tariff(new ContextTiers(tiers), List.of(), uplifts);
  }

  private static boolean hasInputAndOutput(NavigableMap<Long, Map<Kind, BigDecimal>> byFrom) {
    var base = byFrom.get(0L);
    return base != null && base.containsKey(Kind.INPUT) && base.containsKey(Kind.OUTPUT);
  }

  /// A service tier's own figures, and the standard tier's for the keys it lacks, as LiteLLM reads
  /// its own file.
  private static NavigableMap<Long, Map<Kind, BigDecimal>> overlaid(
      NavigableMap<Long, Map<Kind, BigDecimal>> standard,
      NavigableMap<Long, Map<Kind, BigDecimal>> own) {
    var both = new TreeMap<Long, Map<Kind, BigDecimal>>();
    standard.forEach((from, rates) -> both.put(from, new EnumMap<>(rates)));
    own.forEach(
        (from, rates) -> both.computeIfAbsent(from, _ -> new EnumMap<>(Kind.class)).putAll(rates));
    return both;
  }
}
