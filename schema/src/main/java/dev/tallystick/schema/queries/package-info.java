/// The statements of a program against the schema that they run on: whether each one prepares, and
/// which index serves it.
///
/// - **query**: one statement of the code, with the file and line it stands in.
/// - **plan**: how PostgreSQL would run it whatever its parameters are, on tables of a given size.
/// - **size**: how many rows and pages a table and its indexes are taken to have. The shadow has no
///   rows; its planner is told the statistics of a live database, or assumed ones.
///
/// What it cannot see: statements that are put together while the program runs, those inside
/// functions and triggers, and what a single value does to a plan.
@NullMarked
package dev.tallystick.schema.queries;

import org.jspecify.annotations.NullMarked;
