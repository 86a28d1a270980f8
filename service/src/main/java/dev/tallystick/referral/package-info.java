/// Referrals: who brought whom, and what speaks against it.
///
/// - **signal**: something that speaks against a referral, such as a device that both sides used,
///   with a weight. Signals never refuse: their sum, the **score**, decides whether a person looks.
///
/// Owns user_cards. Does not own devices and networks ([dev.tallystick.session]) nor identities
/// ([dev.tallystick.identity]), of which it reads who else was seen there.
@NullMarked
package dev.tallystick.referral;

import org.jspecify.annotations.NullMarked;
