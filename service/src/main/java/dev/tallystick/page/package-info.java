/// Pages for people: HTML without JavaScript, in a browser.
///
/// - **visit**: one request of a browser, with who is signed in by its cookie.
/// - **session cookie**: the token of a session of kind web, and of no other kind.
/// - **form token**: stands in every form and is made from a cookie that only this browser has; a
///   POST without it changes nothing. GET never changes anything.
/// - **next**: where a person goes after signing in; a path of this server, whatever a link says.
///
/// A page is a template (`src/main/jte`, compiled by the build into this package) of a view, which
/// is a record here. Nothing comes from elsewhere: one stylesheet, one picture, a strict policy.
///
/// Does not own how people sign in ([dev.tallystick.identity]) nor their sessions
/// ([dev.tallystick.session]).
@NullMarked
package dev.tallystick.page;

import org.jspecify.annotations.NullMarked;
