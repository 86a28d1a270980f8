/// How people prove who they are: with an account that they have at another provider, or with a
/// mailed code.
///
/// - **provider**: who vouches for people, by OpenID Connect (any issuer with a discovery document)
///   or GitHub. Its name is ours, from the configuration; what is stored is its issuer.
/// - **identity**: one account at one provider, linked to one user. Unlinked, it can be linked
///   again, and only an HMAC of it stays, which says that it was here before.
/// - **claims**: what a provider said about the account, after all of it was checked.
/// - **attempt**: a sign-in under way, from the redirect to the provider to the callback. It
///   belongs to the browser that began it, serves once, and ends after ten minutes.
/// - **handshake**: the three values that tie a callback to its attempt (state, nonce, PKCE
///   verifier), all made of what the browser keeps in a cookie.
/// - **mailed code**: a number sent to an e-mail address. It proves the mailbox, once, within ten
///   minutes, in the browser that asked for it, and only until a newer one is sent to the address.
///
/// [Linking] decides, as a pure function, who an identity is. An e-mail address links only where
/// both sides verified it. No provider is asked anything inside a database transaction.
///
/// Owns identities, sign_in_attempts and sign_in_codes. Does not own users
/// ([dev.tallystick.account]), of whom it reads status and e-mail address, nor what a sign-in opens
/// ([dev.tallystick.session]).
@NullMarked
package dev.tallystick.identity;

import org.jspecify.annotations.NullMarked;
