/// A schema as Markdown pages for people: what its tables hold, what each index serves, and how
/// they hang together.
///
/// The pages hold no dates and no names of machines: the same files give the same pages.
@NullMarked
package dev.tallystick.schema.docs;

import org.jspecify.annotations.NullMarked;
