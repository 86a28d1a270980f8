/// Alerts: what users have to be told. An alert is written in the transaction of what happened, so
/// that none is missed and none tells of what did not happen; it is shown and mailed after that.
///
/// - **alert**: one thing that happened to a user, told in one sentence.
/// - **seen**: the user, or the product for them, has said so.
///
/// Owns the table alerts. Does not own what alerts tell of, nor how mails are sent.
@NullMarked
package dev.tallystick.alert;

import org.jspecify.annotations.NullMarked;
