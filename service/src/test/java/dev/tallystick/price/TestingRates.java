package dev.tallystick.price;

import dev.tallystick.usage.Kind;
import dev.tallystick.usage.Usage;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// Rates and usages from short text, `input=3 output=15`, to be read in tables.
final class TestingRates {
  private TestingRates() {}

  static Rates rates(String text) {
    var rates = new EnumMap<Kind, BigDecimal>(Kind.class);
    var byName = numbers(text);
    for (var kind : Kind.values()) {
      var rate = byName.remove(kind.jsonName());
      if (rate != null) rates.put(kind, rate);
    }
    refuseUnknown(byName);
    return new Rates(rates);
  }

  static Usage usage(String text) {
    var counts = numbers(text);
    var usage =
        new Usage(
            take(counts, Kind.INPUT),
            take(counts, Kind.OUTPUT),
            take(counts, Kind.CACHE_READ),
            take(counts, Kind.CACHE_WRITE),
            take(counts, Kind.CACHE_WRITE_1H),
            take(counts, Kind.REASONING),
            take(counts, Kind.AUDIO_INPUT),
            take(counts, Kind.AUDIO_OUTPUT),
            take(counts, Kind.WEB_SEARCH));
    refuseUnknown(counts);
    return usage;
  }

  private static long take(Map<String, BigDecimal> counts, Kind kind) {
    var count = counts.remove(kind.jsonName());
    return count == null ? 0 : count.longValueExact();
  }

  private static Map<String, BigDecimal> numbers(String text) {
    var numbers = new TreeMap<String, BigDecimal>();
    for (var each : text.strip().split(" +", -1)) {
      if (each.isEmpty()) continue;
      var equals = each.indexOf('=');
      numbers.put(each.substring(0, equals), new BigDecimal(each.substring(equals + 1)));
    }
    return numbers;
  }

  private static void refuseUnknown(Map<String, BigDecimal> rest) {
    if (!rest.isEmpty()) throw new IllegalArgumentException("no such kind: " + rest.keySet());
  }
}
