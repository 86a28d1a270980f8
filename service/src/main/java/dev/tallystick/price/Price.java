package dev.tallystick.price;

import dev.tallystick.usage.Usage;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One row of the price list: what a model costs from `validFrom` on, until the next row with the
/// same key. Immutable, in memory as in the table; a message keeps its id.
///
/// `revision` counts rows in the order they were committed. `correction` tells rows with the same
/// key and time apart: the highest is believed.
public record Price(
    UUID id,
    long revision,
    PriceKey key,
    ModelMatch match,
    Instant validFrom,
    int correction,
    Tariff tariff,
    String source,
    Instant importedAt) {
  /// The `validFrom` of a price that has no known beginning.
  public static final Instant ALWAYS = Instant.MIN;

  /// The cost of a call made at `at`.
  public Cost cost(Usage usage, Instant at) {
    return tariff.cost(usage, at, null);
  }

  /// The cost of a call made at `at` that was bound to `region`; see [Tariff#cost].
  public Cost cost(Usage usage, Instant at, @Nullable String region) {
    return tariff.cost(usage, at, region);
  }
}
