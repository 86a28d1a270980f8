/// Tallystick, wired by hand: [dev.tallystick.Service] is the whole program on a page.
@NullMarked
package dev.tallystick;

import org.jspecify.annotations.NullMarked;
