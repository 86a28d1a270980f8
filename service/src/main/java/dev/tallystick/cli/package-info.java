/// The command line: starts the service, and does what an operator does without it.
///
/// Exit codes: 0 done, 1 the answer is no, 2 it could not be run. Output goes to stdout, logs to
/// stderr, colour to a terminal only.
@NullMarked
package dev.tallystick.cli;

import org.jspecify.annotations.NullMarked;
