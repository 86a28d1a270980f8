package dev.tallystick.price;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// One price as it changed over time: the rows with one key. Which names it is for is said by the
/// newest row alone, so that a name the catalogue learns late is priced in the past too.
record PriceSeries(PriceKey key, ModelMatch match, NavigableMap<Instant, Price> timeline) {
  static PriceSeries of(PriceKey key, List<Price> rows) {
    var timeline = new TreeMap<Instant, Price>();
    for (var row : rows) {
      timeline.merge(row.validFrom(), row, (a, b) -> a.correction() > b.correction() ? a : b);
    }
    var newest = Collections.max(rows, Comparator.comparingLong(Price::revision));
    return new PriceSeries(key, newest.match(), Collections.unmodifiableNavigableMap(timeline));
  }

  Optional<Price> at(Instant at) {
    return Optional.ofNullable(timeline.floorEntry(at)).map(entry -> entry.getValue());
  }
}
