package dev.tallystick.message;

import dev.tallystick.postgres.JsonText;
import dev.tallystick.price.ServiceTier;
import dev.tallystick.usage.Usage;
import dev.tallystick.usage.Warning;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A model call as it was reported: read, normalised, and not yet stored.
///
/// @param id the idempotency key, for ever
/// @param provider as named by the client
/// @param model as asked for
/// @param responseModel as the answer names it; prices go by it
/// @param rawUsage as received
/// @param usage what it means, in disjoint counts
/// @param finishedAt when the call ended; it decides price and day
public record NewMessage(
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
    Optional<JsonText> request,
    Optional<JsonText> response,
    JsonText rawUsage,
    Usage usage,
    Optional<Long> latencyMs,
    Optional<Instant> finishedAt,
    List<Warning> warnings) {
  public NewMessage {
    warnings = List.copyOf(warnings);
  }

  /// The model that answered, as far as is known.
  public String pricedModel() {
    return responseModel.orElse(model);
  }

  /// What the message holds in memory and will hold in the database, in bytes, roughly.
  public int sizeBytes() {
    return FIXED_BYTES
        + request.map(text -> text.utf8().length).orElse(0)
        + response.map(text -> text.utf8().length).orElse(0)
        + rawUsage.utf8().length;
  }

  private static final int FIXED_BYTES = 1_000;

  /// The same message without what was asked and answered. The usage goes as well: it may have come
  /// inside the provider's whole response. What it counts is in [#usage].
  NewMessage withoutBodies() {
    return with(Optional.empty(), Optional.empty(), JsonText.of("{}"), warnings);
  }

  /// The same message with its bodies as JSON strings that hold their text: for a body that is JSON
  /// but beyond what jsonb can hold, such as a number of a million digits.
  NewMessage withBodiesAsText(Warning warning) {
    var warned = new java.util.ArrayList<>(warnings);
    warned.add(warning);
    return with(
        request.map(JsonText::quoted), response.map(JsonText::quoted), rawUsage.quoted(), warned);
  }

  private NewMessage with(
      Optional<JsonText> otherRequest,
      Optional<JsonText> otherResponse,
      JsonText otherRawUsage,
      List<Warning> otherWarnings) {
    return new NewMessage(
        id,
        userId,
        clientId,
        clientRequestId,
        provider,
        model,
        responseModel,
        serviceTier,
        region,
        billing,
        otherRequest,
        otherResponse,
        otherRawUsage,
        usage,
        latencyMs,
        finishedAt,
        otherWarnings);
  }
}
