/// From one schema to another.
///
/// - **difference**: what two catalogues declare differently, object by object.
/// - **plan**: the steps that lead from one catalogue to the other, in an order that works.
/// - **step**: one SQL statement, and whether it may share a transaction.
/// - **proof**: the plan, run on a copy of the old schema: it must end with the new one, and shows
///   what each step locks, rewrites and scans.
/// - **allowance**: somebody's reason for a step that destroys data; without one there is no plan.
///
/// Planning is pure; the proof does the I/O. What a plan cannot do safely it refuses, saying what
/// to write instead.
@NullMarked
package dev.tallystick.schema.plan;

import org.jspecify.annotations.NullMarked;
