/// Sessions: signed-in states of users on devices.
///
/// - **session**: opened for an active user, ended by revocation, by idleness, or at an absolute
///   time that never moves. Its token is shown once and stored as SHA-256.
/// - **kind**: web, cli or pat (personal access token), each with a prefix of its own. A kind is an
///   audience: a token of one kind is never one of another, and only a pat has scopes.
/// - **epoch**: users.session_epoch counts how often all sessions of a user were revoked; a session
///   is valid only in the epoch it was opened in. Opening and revoking all lock the user's row, so
///   each session comes before a revocation, and ends, or after it, and lives.
/// - **refresh token**: of a web session that was opened with one. The session token lives for
///   minutes; each use of the refresh token replaces both, and a former one ends the session.
/// - **fingerprint**: a device, by an id its client made. It is evidence: what is said about it
///   ([DeviceOutcome]) never decides whether a session is opened, and no session is found by it.
/// - **network**: where people sign in or redeem a code from, as coarse as the /24 of an IPv4
///   address, and as a hash. It is evidence, too, for [dev.tallystick.referral].
///
/// A check is one query by key, which filters revocation, both expiries, epoch and the user's
/// status; it is remembered as [dev.tallystick.account.CheckedTokens] says. The use of a session is
/// noted afterwards, once a minute, and never on a session that ended.
///
/// Owns sessions, session_refreshes, fingerprints, fingerprint_users and user_networks. Does not
/// own users ([dev.tallystick.account]): of them it reads the status and counts the epoch.
@NullMarked
package dev.tallystick.session;

import org.jspecify.annotations.NullMarked;
