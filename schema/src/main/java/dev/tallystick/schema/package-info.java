/// Schema as code: bringing a database to the schema that its files declare.
///
/// - **migration**: one numbered SQL script; applied once, in order, and never edited afterwards.
///
/// Knows no domain: it works on any PostgreSQL schema.
@NullMarked
package dev.tallystick.schema;

import org.jspecify.annotations.NullMarked;
