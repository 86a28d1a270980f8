/// Credits: what users hold, owe and spend, and the ledger that explains every change of it.
///
/// - **grant**: credits given to a user: type, priority, principal, balance, expiry. Idempotent by
///   (user, operation id), for ever.
/// - **entry**: one line of the ledger: one movement of one grant, or of the debt. Append-only.
/// - **burn order**: priority (lower first), then expiry (soonest first, none last), then creation.
/// - **debt**: what a user spent beyond all grants, or spent of what was taken back; a new grant
///   pays it first.
/// - **reversal**: all or a part of a grant is taken back: what is left goes, what was spent is
///   owed or written off, what had expired is forgone. Idempotent by (user, operation id), for
///   ever.
/// - **restoration**: a reversal is undone, once; what others paid of it is given anew where the
///   reversed grant would let it lapse.
/// - **available**: balance − debt − held.
///
/// Invariants, proved by [dev.tallystick.credit.LedgerVerification]: a grant's principal and
/// entries add up to its balance; a message's entries add up to minus its credits; a user's debt is
/// minus the sum of the debt's entries; a reversal's entries are what it says, and no more of a
/// grant is reversed than there was.
///
/// Amounts have six decimals, exactly; cost becomes credits by [dev.tallystick.credit.CreditRate],
/// rounded half to even at the sixth.
///
/// Owns credit_accounts, credit_grants, credit_entries and credit_reversals. Does not own what a
/// message costs, nor why credits are given or taken back.
@NullMarked
package dev.tallystick.credit;

import org.jspecify.annotations.NullMarked;
