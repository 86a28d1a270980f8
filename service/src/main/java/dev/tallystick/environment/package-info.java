/// The environment of a command: variables from Infisical, from `.env` files and from the process.
///
/// - *Assignment*: one name with a value, and the *source* where it stands.
/// - *Variable*: the assignment that counts among all of one name, and the sources that it
///   overrides.
/// - *Layers*, in rising order: Infisical, `.env`, `.env.local`, the process itself.
/// - *Scope*: the folder of an environment of a project whose secrets Infisical gives.
/// - *Offline copy*: what a scope held when it was last fetched, encrypted.
///
/// A value prints as nothing of itself: only what hands it to the command reveals it. Nothing here
/// prints, and nothing here asks what time it is.
@NullMarked
package dev.tallystick.environment;

import org.jspecify.annotations.NullMarked;
