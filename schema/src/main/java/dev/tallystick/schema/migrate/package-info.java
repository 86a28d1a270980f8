/// Migrations: numbered scripts of SQL, and the runner that brings a database up to them.
///
/// - **migration**: one script; applied once, in the order of versions, never edited afterwards.
/// - **part**: what of a migration succeeds or fails as a whole: a transaction of several
///   statements, or one statement that PostgreSQL refuses inside a transaction.
/// - **history**: the table `<schema>.schema_migrations`: which migrations a database has, and how
///   many parts of the one that was interrupted.
/// - **baseline**: the history of a database that somebody else brought to where it is.
///
/// A migration that failed or whose process was killed goes on at its first part that is not done.
/// The lock that keeps two runners apart is held by a session that is idle outside any transaction,
/// because `CREATE INDEX CONCURRENTLY` waits for every transaction older than itself.
@NullMarked
package dev.tallystick.schema.migrate;

import org.jspecify.annotations.NullMarked;
