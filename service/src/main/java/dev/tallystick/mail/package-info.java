/// Mail to people: plain text, sent in the background.
///
/// - **outbox**: takes mails and sends them by SMTP, trying again a few times. Without an SMTP
///   server it shows them to the developer instead.
/// - **address**: what may be one, for whoever takes it in: [EmailAddress].
///
/// Waiting mails are kept in memory alone: what is mailed here are codes that live for minutes, of
/// which the database has only hashes, and a table of mails would have them in clear. Whoever gets
/// none asks again; a mail that was given up is an error in the log.
@NullMarked
package dev.tallystick.mail;

import org.jspecify.annotations.NullMarked;
