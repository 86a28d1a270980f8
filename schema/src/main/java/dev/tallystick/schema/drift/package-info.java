/// Whether files, migrations and the live database declare the same, and who moved if they do not.
///
/// - **drift**: what the live database declares otherwise than the migrations it has.
/// - **applied**: what the migrations that a database has declare. Migrations that it lacks are
///   pending, which is no drift.
/// - **adopt**: writing a change that was made by hand on the live database into the schema files.
///
/// Servers print alike what means the same only if they are of one version: what is compared is
/// restated on the shadow first. Objects that neither files nor migrations mention belong to
/// others, and so does the history of migrations.
@NullMarked
package dev.tallystick.schema.drift;

import org.jspecify.annotations.NullMarked;
