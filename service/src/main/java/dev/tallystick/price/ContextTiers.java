package dev.tallystick.price;

import java.util.List;

/// All context tiers of one tariff, ascending; the first is the base, which covers every call.
public record ContextTiers(List<ContextTier> tiers) {
  static final int TIERS_MAX = 16;

  public ContextTiers {
    tiers = List.copyOf(tiers);
    if (tiers.isEmpty() || tiers.size() > TIERS_MAX) {
      throw new IllegalArgumentException("a tariff has 1 to " + TIERS_MAX + " context tiers");
    }
    if (tiers.getFirst().from() != 0 || tiers.getFirst().rates().stated().isEmpty()) {
      throw new IllegalArgumentException("the first context tier starts at 0 and states a rate");
    }
    for (int i = 1; i < tiers.size(); i++) {
      if (tiers.get(i).from() <= tiers.get(i - 1).from()) {
        throw new IllegalArgumentException("context tiers ascend");
      }
    }
  }

  /// One tier for every call.
  public static ContextTiers flat(Rates rates) {
    return new ContextTiers(List.of(new ContextTier(0, false, rates)));
  }

  /// The rates of the tier that `totalInput` reaches, over the base's for what it does not state.
  public Rates ratesFor(long totalInput) {
    var base = tiers.getFirst();
    for (var tier : tiers.subList(1, tiers.size()).reversed()) {
      if (tier.covers(totalInput)) return tier.rates().over(base.rates());
    }
    return base.rates();
  }
}
