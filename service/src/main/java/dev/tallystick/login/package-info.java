/// Device login (RFC 8628): a client without a browser of its own is signed in by a person who
/// approves it in theirs.
///
/// - **login request**: a sign-in that a client asked for: `pending`, then `approved` or `denied`
///   by a person, then `redeemed` by the client. Each edge is one guarded UPDATE, so the first
///   wins. It lives for ten minutes and is redeemed once.
/// - **device code**: a split token that only the client holds; it polls with it and redeems with
///   it.
/// - **user code**: eight letters that a person carries to the approve page. Whoever has it can
///   approve or deny, and never redeem. Of wrong ones a person has five in ten minutes.
/// - **paste code**: eight letters that the approve page shows, where the client asked for it: the
///   person carries them back, and the client redeems with both codes. It proves that who approves
///   is who sits before the client.
///
/// Redeeming and opening the session are one transaction; the session has the request's id, so
/// there is never a second one. A response that got lost is answered again for thirty seconds from
/// the first redemption, by giving that session a new secret; a device code that is used later
/// still ends it. A revocation of all sessions ends approvals as well: they hold in their epoch
/// alone.
///
/// Owns login_requests and login_tries. Does not own sessions ([dev.tallystick.session]).
@NullMarked
package dev.tallystick.login;

import org.jspecify.annotations.NullMarked;
