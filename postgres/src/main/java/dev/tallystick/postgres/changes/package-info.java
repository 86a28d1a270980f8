/// Rows as they change: what other sessions commit to some tables, while it happens.
///
/// - **feed**: follows tables and says what it sees; [dev.tallystick.postgres.changes.ChangeFeed].
/// - **change**: one row inserted, updated or deleted, or one table truncated.
/// - **replication**: PostgreSQL decodes its write-ahead log for us; every change is seen, in the
///   order of commits.
/// - **polling**: tables are read again and again and compared, where replication is not to be had;
///   what comes and goes between two looks is not seen.
/// - **buffer**: what one slow reader has not read yet, bounded; what it misses is counted.
///
/// A feed never gets in the way of those who write: it takes no lock on rows, and leaves no slot
/// and no publication behind, however it ends. Knows no table of its own.
@NullMarked
package dev.tallystick.postgres.changes;

import org.jspecify.annotations.NullMarked;
