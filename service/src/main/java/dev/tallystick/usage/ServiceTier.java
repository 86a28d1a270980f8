package dev.tallystick.usage;

import java.util.Locale;
import java.util.Optional;

/// The service tier of a response, in the words prices use: what the provider did, not what was
/// asked for.
final class ServiceTier {
  private static final String STANDARD = "standard";
  private static final Field TIER =
      Field.of(
          "service_tier",
          "serviceTier",
          "serviceTier.type",
          "trafficType",
          "traffic_type",
          "providerMetadata.openai.serviceTier");

  /// Anthropic's fast mode, which stands beside its service tier.
  private static final Field SPEED = Field.of("speed");

  private ServiceTier() {}

  /// The tier that a usage or the response around it names; empty when it names none.
  static Optional<String> of(UsageReader reader, UsageFormat format) {
    if (format == UsageFormat.ANTHROPIC && "fast".equals(reader.text(SPEED))) {
      return Optional.of("priority");
    }
    var name = reader.text(format == UsageFormat.OTEL ? OtelUsage.SERVICE_TIER : TIER);
    if (name == null) return Optional.empty();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case STANDARD, "default", "auto", "on_demand" -> Optional.of(STANDARD);
      case "batch" -> Optional.of("batch");
      case "flex", "on_demand_flex" -> Optional.of("flex");
      case "priority", "fast", "on_demand_priority" -> Optional.of("priority");
      case "traffic_type_unspecified", "service_tier_unspecified", "unspecified" ->
          Optional.empty();
      default -> {
        var excerpt = name.length() <= 40 ? name : name.substring(0, 40) + "…";
        reader.warn(
            Warning.SERVICE_TIER_UNKNOWN,
            "no rates are known for the service tier '" + excerpt + "'; standard was taken");
        yield Optional.of(STANDARD);
      }
    };
  }
}
