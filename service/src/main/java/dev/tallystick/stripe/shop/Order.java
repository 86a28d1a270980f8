package dev.tallystick.stripe.shop;

import java.util.UUID;

/// What a user is to be offered.
///
/// @param operationId idempotency key, chosen by who asks
/// @param successUrl where Stripe sends who paid
/// @param cancelUrl where it sends who did not
public record Order(UUID user, String operationId, Item item, String successUrl, String cancelUrl) {
  /// What there is to buy.
  public sealed interface Item {}

  /// A pack, by its name in the configuration.
  public record OfPack(String name) implements Item {}

  /// A plan, by the id of Stripe's price.
  public record OfPlan(String price) implements Item {}
}
