package dev.tallystick.price;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one catalogue says about one provider's models at one service tier. Names that a rule
/// spells out are looked up; only the other rules are tried one by one.
final class PriceShelf {
  record Key(Catalogue catalogue, String provider, ServiceTier serviceTier) {}

  private final Map<String, PriceSeries> byExactName = new HashMap<>();
  private final List<PriceSeries> byPattern = new ArrayList<>();

  private PriceShelf(List<PriceSeries> series) {
    for (var each : series) {
      each.match().exactNames().forEach(name -> byExactName.merge(name, each, PriceShelf::named));
      if (!each.match().isExact()) byPattern.add(each);
    }
  }

  static Map<Key, PriceShelf> of(Collection<PriceSeries> all) {
    var byKey = new HashMap<Key, List<PriceSeries>>();
    for (var series : all) {
      var of = series.key();
      var key = new Key(of.catalogue(), of.provider(), of.serviceTier());
      byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(series);
    }
    var shelves = new HashMap<Key, PriceShelf>();
    byKey.forEach((key, series) -> shelves.put(key, new PriceShelf(series)));
    return shelves;
  }

  /// The price whose rule fits `model` most closely.
  Optional<PriceSeries> closest(String model) {
    var exact = byExactName.get(model);
    if (exact != null) return Optional.of(exact);
    return byPattern.stream()
        .filter(series -> series.match().matches(model))
        .max(
            Comparator.<PriceSeries>comparingInt(series -> series.match().specificity(model))
                .thenComparing(series -> series.key().model(), Comparator.reverseOrder()));
  }

  /// Which of two prices that claim the same name has it: the one whose model is spelt first, so
  /// that the order of import does not decide.
  private static PriceSeries named(PriceSeries a, PriceSeries b) {
    return a.key().model().compareTo(b.key().model()) <= 0 ? a : b;
  }
}
