/// The shadow: a real PostgreSQL that says what SQL declares.
///
/// Files are loaded there inside a transaction that is rolled back; migrations are replayed into a
/// database that is kept for as long as nobody changes them; a plan is proved on a copy of that.
/// The shadow is an embedded server that syncs nothing to disk, or scratch databases on a server
/// that the user names.
@NullMarked
package dev.tallystick.schema.shadow;

import org.jspecify.annotations.NullMarked;
