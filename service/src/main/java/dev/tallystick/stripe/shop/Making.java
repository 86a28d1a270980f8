package dev.tallystick.stripe.shop;

/// What came of making sure that a user has a customer at Stripe.
sealed interface Making {
  /// @param customer Stripe's id
  record Made(String customer) implements Making {}

  record UserUnknown() implements Making {}

  record UserDeleted() implements Making {}

  /// The user has none, and is suspended or closed.
  record UserInactive() implements Making {}
}
