package dev.tallystick.price;

import dev.tallystick.usage.Kind;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// What one call cost in USD, exactly: the total and its parts. `unpriced` are the kinds that the
/// call used and the price has no rate for, not even a derived one; the total lacks them, and the
/// caller must say so.
public record Cost(BigDecimal total, Map<Kind, BigDecimal> byKind, Set<Kind> unpriced) {
  public Cost {
    var parts = new EnumMap<Kind, BigDecimal>(Kind.class);
    parts.putAll(byKind);
    byKind = Collections.unmodifiableMap(parts);
    unpriced = Set.copyOf(unpriced);
  }

  static Cost of(EnumMap<Kind, BigDecimal> parts, Set<Kind> unpriced) {
    parts.replaceAll((_, part) -> Decimals.plain(part));
    var total = parts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Cost(Decimals.plain(total), parts, unpriced);
  }
}
