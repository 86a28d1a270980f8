/// Who brought whom, and what both get for it.
///
/// A user redeems the code of a referrer (`Redeeming`) and is referred then, once and for ever. The
/// referral qualifies when the referred user does what its terms ask for (`Qualifying`), and
/// completes, which gives credits to both, when its hold has passed (`Completing`). What speaks
/// against it (`Signals`) leads to a person who looks (`Reviews`), never to silence. What was given
/// can be taken back and put back (`Undoing`). Each step is one guarded UPDATE that writes the
/// history with it (`Steps`).
///
/// Locks are taken in one order: users by their ids, accounts by their ids, referrals.
///
/// A **signal** is something that speaks against a referral, such as a device that both sides used,
/// with a weight. Signals never refuse: their sum, the **score**, decides whether a person looks.
///
/// Owns referrals, referral_events, user_cards and erased_cards. Devices and networks are
/// `session`'s and accounts at providers `identity`'s; of them it reads who else was seen there.
/// Balances are the ledger's, users are `account`'s; this package changes neither but through them.
@NullMarked
package dev.tallystick.referral;

import org.jspecify.annotations.NullMarked;
