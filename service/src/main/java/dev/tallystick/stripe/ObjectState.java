package dev.tallystick.stripe;

/// An object of Stripe's that is mirrored, as Stripe has it.
public sealed interface ObjectState
    permits CustomerState, InvoiceState, PaymentState, SubscriptionState {}
