package dev.tallystick.price;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Decides which rows make the stored price say what a file says, without touching what was true
/// before: pure.
final class ImportPlan {
  /// A row to be added.
  record Row(PriceKey key, ModelMatch match, Instant validFrom, int correction, Tariff tariff) {}

  private ImportPlan() {}

  /// The rows to add, oldest first; none if the stored price already says the same.
  ///
  /// A price that is new is taken with its whole past. A stored one is compared at the dates the
  /// file gives, at `effective`, and at every later date that is stored; where the two differ, a
  /// row begins. What the file says of an undated past is ignored then: we know what we charged.
  static List<Row> of(
      PriceKey key, PriceDraft draft, Optional<PriceSeries> stored, Instant effective) {
    var opened = new TreeMap<Instant, Tariff>();
    if (stored.isEmpty()) {
      opened.putAll(draft.timeline());
    } else {
      opened.putAll(differences(draft.timeline(), stored.get().timeline(), effective));
      var stated = draft.timeline().floorEntry(effective);
      if (opened.isEmpty() && stated != null && !stored.get().match().equals(draft.match())) {
        opened.put(effective, stated.getValue());
      }
    }
    var rows = new ArrayList<Row>();
    opened.forEach(
        (from, tariff) ->
            rows.add(new Row(key, draft.match(), from, correction(stored, from), tariff)));
    return rows;
  }

  private static NavigableMap<Instant, Tariff> differences(
      NavigableMap<Instant, Tariff> stated,
      NavigableMap<Instant, Price> stored,
      Instant effective) {
    var known = new TreeMap<Instant, Tariff>();
    stored.forEach((from, price) -> known.put(from, price.tariff()));
    var moments = new TreeSet<>(stated.keySet());
    if (known.containsKey(Price.ALWAYS)) moments.remove(Price.ALWAYS);
    moments.add(effective);
    moments.addAll(known.tailMap(effective).keySet());

    var differences = new TreeMap<Instant, Tariff>();
    for (var moment : moments) {
      var should = stated.floorEntry(moment);
      var is = known.floorEntry(moment);
      if (should == null || (is != null && is.getValue().equals(should.getValue()))) continue;
      known.put(moment, should.getValue());
      differences.put(moment, should.getValue());
    }
    return differences;
  }

  private static int correction(Optional<PriceSeries> stored, Instant from) {
    return stored
        .map(series -> series.timeline().get(from))
        .map(superseded -> superseded.correction() + 1)
        .orElse(0);
  }
}
