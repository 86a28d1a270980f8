package dev.tallystick.message;

import dev.tallystick.credit.Credits;
import dev.tallystick.postgres.JsonText;
import dev.tallystick.price.ServiceTier;
import dev.tallystick.usage.Usage;
import dev.tallystick.usage.Warning;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A stored model call, without its bodies.
///
/// @param cost in USD, exact; empty while no price is known
/// @param costByKind the parts of the cost, as a JSON object of decimal strings
/// @param calledAt what decided price and day: `finishedAt`, or else `receivedAt`
public record Message(
    UUID id,
    UUID userId,
    Optional<String> clientId,
    Optional<String> clientRequestId,
    String provider,
    String model,
    Optional<String> responseModel,
    ServiceTier serviceTier,
    Optional<String> region,
    Billing billing,
    Status status,
    Usage usage,
    Optional<UUID> priceId,
    Optional<BigDecimal> cost,
    Optional<JsonText> costByKind,
    Credits credits,
    Optional<Long> latencyMs,
    Optional<Instant> finishedAt,
    Instant receivedAt,
    Instant calledAt,
    List<Warning> warnings) {

  /// Whether a price was known.
  public enum Status {
    /// Priced, and its credits taken, if there were any to take.
    CHARGED,
    /// Stored and counted; charged as soon as a price exists.
    UNPRICED;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What was asked and answered, as JSON.
  ///
  /// @param lastMessage the newest element of the request's conversation
  public record Bodies(
      Optional<JsonText> request,
      Optional<JsonText> response,
      JsonText usage,
      Optional<JsonText> lastMessage) {}
}
