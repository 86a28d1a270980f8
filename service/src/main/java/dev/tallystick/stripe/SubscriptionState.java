package dev.tallystick.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A subscription as Stripe has it. Price, quantity and period are those of its first item.
///
/// @param unitAmount what one costs a period, in the smallest unit of the currency
/// @param raw the object as received
public record SubscriptionState(
    String id,
    String customer,
    String status,
    Optional<String> price,
    OptionalLong quantity,
    OptionalLong unitAmount,
    Optional<String> currency,
    Optional<Instant> periodStart,
    Optional<Instant> periodEnd,
    Optional<Instant> cancelAt,
    Optional<Instant> canceledAt,
    Optional<Instant> endedAt,
    Optional<String> defaultPaymentMethod,
    Instant madeAt,
    String raw)
    implements ObjectState {
  public static final Set<String> RUNNING = Set.of("active", "trialing", "past_due");

  /// Whether its period runs, and will be followed by another unless it is canceled.
  public boolean isRunning() {
    return RUNNING.contains(status);
  }

  public static SubscriptionState read(JsonNode json) {
    var item = json.path("items").path("data").path(0);
    return new SubscriptionState(
        StripeJson.requiredText(json, "id"),
        StripeJson.requiredId(json, "customer"),
        StripeJson.requiredText(json, "status"),
        StripeJson.id(item.path("price")),
        StripeJson.number(item, "quantity"),
        StripeJson.number(item.path("price"), "unit_amount"),
        StripeJson.text(json, "currency"),
        StripeJson.instant(item, "current_period_start"),
        StripeJson.instant(item, "current_period_end"),
        StripeJson.instant(json, "cancel_at"),
        StripeJson.instant(json, "canceled_at"),
        StripeJson.instant(json, "ended_at"),
        StripeJson.id(json.path("default_payment_method")),
        StripeJson.requiredInstant(json, "created"),
        json.toString());
  }
}
