package dev.tallystick.cli.watch;

import java.time.Duration;
import java.time.Instant;

/// One execution of the watched statement.
///
/// @param at when it began
/// @param took until its last row was here
record Run(Instant at, Duration took, Outcome outcome) {}
