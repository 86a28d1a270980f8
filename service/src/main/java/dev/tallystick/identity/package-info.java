/// How people prove who they are.
///
/// - **mailed code**: a number sent to an e-mail address. It proves the mailbox, once, within ten
///   minutes, in the browser that asked for it, and only until a newer one is sent to the address.
///
/// Owns sign_in_codes. Does not own users ([dev.tallystick.account]) nor what a sign-in opens
/// ([dev.tallystick.session]).
@NullMarked
package dev.tallystick.identity;

import org.jspecify.annotations.NullMarked;
