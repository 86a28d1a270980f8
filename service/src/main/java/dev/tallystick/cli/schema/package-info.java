/// `tally schema …`: the schema of any PostgreSQL database, from the command line.
@NullMarked
package dev.tallystick.cli.schema;

import org.jspecify.annotations.NullMarked;
