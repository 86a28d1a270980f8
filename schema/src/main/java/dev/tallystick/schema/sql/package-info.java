/// SQL as text: where its statements, words and comments stand. Nothing here knows what a statement
/// means; that is left to a real PostgreSQL.
///
/// - **script**: one file of SQL.
/// - **statement**: what stands between two semicolons.
/// - **word**: an identifier, folded as PostgreSQL folds it, or a keyword; both look the same.
@NullMarked
package dev.tallystick.schema.sql;

import org.jspecify.annotations.NullMarked;
