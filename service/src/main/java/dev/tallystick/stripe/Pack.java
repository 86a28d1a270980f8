package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;

/// Credits that are sold at once.
///
/// @param amount the price, in the smallest unit of the currency
/// @param currency three small letters, as Stripe has it
public record Pack(String name, Credits credits, long amount, String currency) {}
