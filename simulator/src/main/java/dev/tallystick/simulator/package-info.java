/// A server that speaks the part of Stripe's API that Tallystick uses, and sends the webhooks that
/// Stripe would: for tests, benchmarks and demonstrations.
///
/// An *object* is a JSON object as Stripe has it (a customer, a payment intent); an *event* says
/// that one changed, and holds a copy of it as it was then; a *delivery* is one attempt to hand an
/// event over. What an application does comes in over HTTP, what people and banks do through
/// [People], what goes wrong through [Faults] and [Deliveries].
///
/// It knows nothing of Tallystick, and Tallystick nothing of it.
@NullMarked
package dev.tallystick.simulator;

import org.jspecify.annotations.NullMarked;
