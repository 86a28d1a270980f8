/// Changes of the product's own tables, for many readers at once.
///
/// - **watcher**: one reader, with a buffer of its own; what it is too slow for is counted.
/// - **feed**: one for each table that somebody watches, shared by all its watchers.
///
/// Columns with secrets and hashes are taken out before anything is kept or sent. How changes are
/// found is not known here: see [dev.tallystick.postgres.changes].
@NullMarked
package dev.tallystick.watch;

import org.jspecify.annotations.NullMarked;
