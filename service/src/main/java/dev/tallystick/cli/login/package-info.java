/// `tally login`, `whoami` and `logout`: a person's own session on this machine, over HTTP, by
/// device login. A reference for clients of other products.
///
/// - **credentials file**: what is known of each server: this installation's id there, and the
///   token of a session or a login in progress. Open to its owner alone, replaced as a whole, never
///   half written.
@NullMarked
package dev.tallystick.cli.login;

import org.jspecify.annotations.NullMarked;
