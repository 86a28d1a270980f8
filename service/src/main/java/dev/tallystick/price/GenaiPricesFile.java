package dev.tallystick.price;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.usage.Kind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reader of genai-prices' `data.json` (v2): providers with models, USD per million tokens, prices
/// with dates or hours. Its tiers start above `start` (its own calculator compares with `>`); xAI
/// says "at least", and xAI is believed over the file.
final class GenaiPricesFile {
  static final String FROM_ITS_START = "x-ai";

  private static final Map<String, Kind> KINDS =
      Map.of(
          "input_mtok", Kind.INPUT,
          "output_mtok", Kind.OUTPUT,
          "cache_read_mtok", Kind.CACHE_READ,
          "cache_write_mtok", Kind.CACHE_WRITE,
          "cache_write_1h_mtok", Kind.CACHE_WRITE_1H,
          "output_reasoning_mtok", Kind.REASONING,
          "input_audio_mtok", Kind.AUDIO_INPUT,
          "output_audio_mtok", Kind.AUDIO_OUTPUT,
          "web_searches_kcount", Kind.WEB_SEARCH,
          "requests_kcount", Kind.REQUEST);

  private final List<PriceDraft> drafts = new ArrayList<>();
  private final List<PriceFile.Skipped> skipped = new ArrayList<>();
  private final Map<String, Integer> ignored = new TreeMap<>();

  private GenaiPricesFile() {}

  static PriceFile read(String name, JsonNode providers) {
    var file = new GenaiPricesFile();
    for (var provider : providers) {
      var id = provider.path("id").asText();
      for (var model : provider.path("models")) file.readModel(id, model);
    }
    return new PriceFile(
        Catalogue.GENAI_PRICES, name, file.drafts, file.skipped, Map.of(), file.ignored);
  }

  private void readModel(String provider, JsonNode model) {
    var id = model.path("id").asText();
    try {
      var match = PriceJson.match(model.path("match"));
      var timeline = timeline(provider, model.path("prices"));
      if (timeline.isEmpty()) throw new IllegalArgumentException("no price in the catalogue");
      drafts.add(new PriceDraft(provider, id, ServiceTier.STANDARD, match, timeline));
    } catch (IllegalArgumentException | DateTimeException failure) {
      skipped.add(new PriceFile.Skipped(provider, id, String.valueOf(failure.getMessage())));
    }
  }

  /// Of several entries the file's last that holds is the price; entries with hours hold at those
  /// hours of every day, the others around them.
  private NavigableMap<Instant, Tariff> timeline(String provider, JsonNode prices) {
    var dated = new TreeMap<Instant, ContextTiers>();
    var windows = new ArrayList<DailyWindow>();
    if (prices.isObject()) {
      if (!prices.isEmpty()) dated.put(Price.ALWAYS, tiers(provider, prices));
    } else {
      for (var each : prices) {
        var constraint = each.path("constraint");
        var tiers = tiers(provider, each.path("prices"));
        if (constraint.has("start_time")) {
          windows.addFirst(
              new DailyWindow(
                  time(constraint.path("start_time")), time(constraint.path("end_time")), tiers));
        } else {
          dated.put(start(constraint), tiers);
        }
      }
    }
    var timeline = new TreeMap<Instant, Tariff>();
    dated.forEach((from, tiers) -> timeline.put(from, new Tariff(tiers, windows, Map.of())));
    return timeline;
  }

  private ContextTiers tiers(String provider, JsonNode prices) {
    var starts = new TreeSet<Long>(List.of(0L));
    for (var price : prices) {
      for (var tier : price.path("tiers")) starts.add(tier.path("start").longValue());
    }
    prices.fieldNames().forEachRemaining(this::countIfIgnored);
    var tiers = new ArrayList<ContextTier>();
    for (var from : starts) {
      var inclusive = from > 0 && provider.equals(FROM_ITS_START);
      tiers.add(new ContextTier(from, inclusive, rates(prices, from)));
    }
    return new ContextTiers(tiers);
  }

  /// What the keys of `prices` come to from `from` tokens on. A key without tiers is stated by the
  /// base alone.
  private static Rates rates(JsonNode prices, long from) {
    var rates = new EnumMap<Kind, BigDecimal>(Kind.class);
    for (var price : prices.properties()) {
      var kind = KINDS.get(price.getKey());
      var value = price.getValue();
      if (kind == null || (from > 0 && !value.isObject())) continue;
      var rate = value.isObject() ? value.path("base") : value;
      var reached = 0L;
      for (var tier : value.path("tiers")) {
        var start = tier.path("start").longValue();
        if (start > from || start < reached) continue;
        reached = start;
        rate = tier.path("price");
      }
      if (!rate.isNumber()) throw new IllegalArgumentException(price.getKey() + " is no number");
      rates.put(kind, rate.decimalValue());
    }
    return new Rates(rates);
  }

  private void countIfIgnored(String key) {
    if (!KINDS.containsKey(key)) ignored.merge(key, 1, Integer::sum);
  }

  private static Instant start(JsonNode constraint) {
    if (constraint.isMissingNode() || constraint.isNull()) return Price.ALWAYS;
    var date = constraint.path("start_date").asText();
    return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static LocalTime time(JsonNode time) {
    return OffsetTime.parse(time.asText()).withOffsetSameInstant(ZoneOffset.UTC).toLocalTime();
  }
}
