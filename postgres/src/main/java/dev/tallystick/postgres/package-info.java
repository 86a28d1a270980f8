/// PostgreSQL: how to reach one, how to run a transaction on it, and one of our own to run.
///
/// - **database**: a pool of connections to one database; [dev.tallystick.postgres.Database].
/// - **tx**: an open transaction, passed as a parameter to whoever joins it.
/// - **embedded server**: a PostgreSQL that this program unpacks, starts, watches over and stops.
/// - **local database**: the one database of a data directory, which outlives the command that
///   starts it; [dev.tallystick.postgres.LocalDatabase].
/// - **engine**: what runs a local database: our embedded server, or a container in Docker.
/// - **owner**: the process that stops the embedded server; it outlives its owner's crash.
///
/// Knows no domain and no table.
@NullMarked
package dev.tallystick.postgres;

import org.jspecify.annotations.NullMarked;
