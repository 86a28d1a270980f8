/// The proof that the database follows Stripe: all that Stripe lists is compared with what is
/// mirrored and given, and what differs is repaired.
///
/// - **half**: one side of the comparison: what Stripe has of an object, or what the database has.
/// - **difference**: a field of an object that is not as Stripe has it, at the last look; a
///   **note** is what else a person should know of the object.
/// - **walk**: the lists of a reconciliation, one after the other, page by page; it is written
///   down, so that one that was stopped goes on.
///
/// Owns the tables reconciliations and reconciliation_…. Does not own what is mirrored: to repair
/// is to fetch again.
@NullMarked
package dev.tallystick.stripe.reconcile;

import org.jspecify.annotations.NullMarked;
