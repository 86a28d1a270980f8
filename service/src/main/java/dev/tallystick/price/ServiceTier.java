package dev.tallystick.price;

import java.util.Locale;
import java.util.Optional;

/// The tariff a provider served a call at: the same model, at another speed and another price.
public enum ServiceTier {
  STANDARD,
  BATCH,
  FLEX,
  PRIORITY;

  /// The name of this tier in JSON and in the table.
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The tier that a provider's response calls `name`; empty for a name we do not know.
  public static Optional<ServiceTier> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "standard", "default", "auto", "on_demand" -> Optional.of(STANDARD);
      case "batch", "batches" -> Optional.of(BATCH);
      case "flex" -> Optional.of(FLEX);
      case "priority", "fast" -> Optional.of(PRIORITY);
      default -> Optional.empty();
    };
  }
}
