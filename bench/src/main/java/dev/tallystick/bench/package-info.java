/// Benchmarks against named baselines, and drills in which processes are killed. Both run a server
/// of their own: load generator, service and PostgreSQL are separate processes, as in real life.
@NullMarked
package dev.tallystick.bench;

import org.jspecify.annotations.NullMarked;
