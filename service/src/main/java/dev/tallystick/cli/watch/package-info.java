/// `tally watch …`: what changes in any PostgreSQL database, while it changes.
///
/// - **run**: one execution of the watched statement, and its outcome.
/// - **snapshot**: the rows that a run returned, as PostgreSQL prints them.
/// - **comparison**: a snapshot beside the one before it: rows that are new, changed or gone.
/// - **key**: the columns by which a row is found again in the next snapshot.
/// - **frame**: all that the screen shows at one moment.
/// - **view**: where runs are shown: a screen that is redrawn, text, or JSON.
///
/// Deciding what to show is pure; [dev.tallystick.cli.watch.SqlWatch] and the views act. It owns no
/// table, and knows no domain: the database need not be Tallystick's.
@NullMarked
package dev.tallystick.cli.watch;

import org.jspecify.annotations.NullMarked;
