/// `tally db …`: the local database of a data directory, in Docker or embedded.
///
/// Speaks with people and programs; what it does is [dev.tallystick.postgres.LocalDatabase]'s. A
/// database that somebody named by its URL is none of its business.
@NullMarked
package dev.tallystick.cli.db;

import org.jspecify.annotations.NullMarked;
