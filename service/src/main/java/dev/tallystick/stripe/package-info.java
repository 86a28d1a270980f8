/// Stripe: the other half of the tally. Stripe is the source of truth for customers, subscriptions
/// and payments; the database follows, and proves that it does.
///
/// - **event**: what Stripe says has happened. It is stored in the inbox and never believed: only
///   what it is about counts.
/// - **subject**: the object that an event is about, of those that are mirrored: a customer, a
///   subscription, a payment or an invoice. It is fetched as it is now, and applied as a whole.
/// - **fetch number**: drawn before each fetch. A row shows the fetch of the highest number; a
///   fetch covers the events that were stored before its number was drawn.
/// - **payment**: a payment intent, with its latest charge and its disputes.
/// - **purchase**: what gives credits: a payment that began as a checkout or a top-up of ours, or a
///   paid invoice of a subscription whose price is a plan of ours.
/// - **pack**: credits that are sold at once. **Plan**: a price of Stripe's that gives credits each
///   month.
/// - **orphan**: a customer whose user was deleted, and who is to be deleted at Stripe.
///
/// Rules: order, repetition and loss of events change nothing in the end; nothing is asked of
/// Stripe inside a database transaction; every request that changes something at Stripe has an
/// idempotency key, which is the id of a row that was stored before.
///
/// Here is what is mirrored, and what it gives. Three rooms build on that, and do not know each
/// other: `shop`, `topup` and `reconcile`. Of them only [dev.tallystick.stripe.Stripe] is told,
/// which puts all together.
///
/// Owns the tables stripe_…. Does not own grants and reversals: it asks the ledger for them, under
/// ids that begin with `stripe:`.
@NullMarked
package dev.tallystick.stripe;

import org.jspecify.annotations.NullMarked;
