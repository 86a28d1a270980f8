/// What happens to a user in all domains at once: changed, suspended, made active again, closed,
/// deleted, exported, given a role.
///
/// - **suspend**, **close**: the user cannot sign in, and every session and personal access token
///   ends in the same transaction. Calls already made are recorded and charged. Both can be taken
///   back; sessions do not come back.
/// - **delete**: pseudonymise. Nothing personal is left under the id, the books go on naming it,
///   and the e-mail address is free. Bodies of messages follow within seconds
///   ([dev.tallystick.message.Erasure]).
/// - **authority**: who changes, and with which rights. A member of the staff is changed only by
///   who has all the rights of their role.
///
/// Each change locks the user's row first, as opening a session does, and commits with its line in
/// the audit log. Owns no table: it calls those who do, and reads all of them for an export.
@NullMarked
package dev.tallystick.lifecycle;

import org.jspecify.annotations.NullMarked;
