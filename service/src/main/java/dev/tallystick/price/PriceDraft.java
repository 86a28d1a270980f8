package dev.tallystick.price;

import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/// A price as a catalogue file states it, with all its dates: from each key of `timeline` on, the
/// tariff beside it. [Price#ALWAYS] is the key of what the file gives no date for.
public record PriceDraft(
    String provider,
    String model,
    ServiceTier serviceTier,
    ModelMatch match,
    NavigableMap<Instant, Tariff> timeline) {
  public PriceDraft {
    PriceKey.check("provider", provider);
    PriceKey.check("model", model);
    if (timeline.isEmpty()) throw new IllegalArgumentException(model + " has no tariff");
    timeline = Collections.unmodifiableNavigableMap(new TreeMap<>(timeline));
  }

  static PriceDraft undated(
      String provider, String model, ServiceTier serviceTier, ModelMatch match, Tariff tariff) {
    var timeline = new TreeMap<Instant, Tariff>();
    timeline.put(Price.ALWAYS, tariff);
    return new PriceDraft(provider, model, serviceTier, match, timeline);
  }

  PriceKey keyIn(Catalogue catalogue) {
    return new PriceKey(catalogue, provider, model, serviceTier);
  }
}
