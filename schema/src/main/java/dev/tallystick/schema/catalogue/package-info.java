/// What a database declares, read from PostgreSQL's system catalogue.
///
/// - **object**: one declared thing (a table, a column, an index …), as a record of what PostgreSQL
///   prints for it. Two databases declare the same when their objects are equal; how somebody wrote
///   them makes no difference.
/// - **key**: what names an object; the same in every database.
/// - **catalogue**: all objects of a database with their comments, grants and dependencies.
///
/// Left out on purpose: owners, the order of columns, the objects of extensions, and everything
/// that follows from something else (a partition's share of its parent's indexes and constraints,
/// the index of a unique constraint, the sequence of an identity column).
///
/// Names stand as PostgreSQL prints them, in double quotes where they need them.
@NullMarked
package dev.tallystick.schema.catalogue;

import org.jspecify.annotations.NullMarked;
