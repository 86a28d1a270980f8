/// Accounts: who the users are, and with which keys the product's back end speaks for them.
///
/// - **user**: an account of the product's customer; its id is an idempotency key.
/// - **service key**: a credential of the product's own back end, with scopes. Shown once, stored
///   as SHA-256, refused the moment it is revoked.
/// - **role**: what a member of the staff may do, in the scopes of service keys.
/// - **actor**, **authority**: who makes a change, and with which rights.
/// - **audit log**: a line for each change, in the change's own transaction.
///
/// Owns users, erased_emails, service_keys, hash_keys, staff and audit_log. Does not own what a
/// user holds ([dev.tallystick.credit]).
@NullMarked
package dev.tallystick.account;

import org.jspecify.annotations.NullMarked;
