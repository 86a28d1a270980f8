package dev.tallystick.account;

/// What came of making a user.
public sealed interface Creation {
  record Created(User user) implements Creation {}

  /// The user was made before, with the same content: the same answer again.
  record Replayed(User user) implements Creation {}

  /// The id belongs to a user of other content.
  record IdReused(User user) implements Creation {}

  /// The id belonged to a user who was deleted.
  record UserDeleted() implements Creation {}

  /// Another user has this e-mail address, in whatever case.
  record EmailTaken() implements Creation {}
}
