/// The schema files: which file, line and comment stand behind an object of the catalogue.
///
/// - **declaration**: where a statement makes an object. Found by the statement's first words,
///   which is enough to point at it; what it means is left to PostgreSQL.
/// - **directive**: a comment that speaks to Tallystick, `-- was: old_name`; it belongs to the
///   object on its line, or to the statement below it.
@NullMarked
package dev.tallystick.schema.source;

import org.jspecify.annotations.NullMarked;
