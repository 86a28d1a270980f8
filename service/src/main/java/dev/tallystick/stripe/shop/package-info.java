/// What is sold to users: customers are made for them at Stripe, checkouts are offered, and what
/// they paid and subscribed to is read.
///
/// - **checkout**: what a user was offered to buy; its **session** is Stripe's page where it is
///   paid.
/// - **portal**: Stripe's page where a user changes cards, ends subscriptions and sees invoices.
///
/// Owns the table checkouts. Does not own what was paid, which is mirrored, nor what it gives.
@NullMarked
package dev.tallystick.stripe.shop;

import org.jspecify.annotations.NullMarked;
