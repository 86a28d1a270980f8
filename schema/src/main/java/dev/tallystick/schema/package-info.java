/// Schema as code: bringing a database to the schema that its files declare.
///
/// Knows no domain: it works on any PostgreSQL schema.
@NullMarked
package dev.tallystick.schema;

import org.jspecify.annotations.NullMarked;
