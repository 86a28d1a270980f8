package dev.tallystick.stripe.shop;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A subscription of a user's, as Stripe said it last.
///
/// @param status in Stripe's words
/// @param price the id of Stripe's price
/// @param unitAmount what one costs a period, in the smallest unit of the currency
/// @param isRunning whether its period runs, and is followed by another unless it is canceled
/// @param cancelAt when it will end, if that was said
public record Subscription(
    String id,
    String status,
    Optional<String> price,
    OptionalLong quantity,
    OptionalLong unitAmount,
    Optional<String> currency,
    boolean isRunning,
    Optional<Instant> periodStart,
    Optional<Instant> periodEnd,
    Optional<Instant> cancelAt,
    Optional<Instant> endedAt,
    Instant madeAt) {}
