/// Identities: people signing in with an account that they have at another provider.
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
///
/// [Linking] decides, as a pure function, who an identity is. An e-mail address links only where
/// both sides verified it. No provider is asked anything inside a database transaction.
///
/// Owns identities and sign_in_attempts. Does not own users ([dev.tallystick.account]), of whom it
/// reads status and e-mail address, nor sessions ([dev.tallystick.session]).
@NullMarked
package dev.tallystick.identity;

import org.jspecify.annotations.NullMarked;
