package dev.tallystick.lifecycle;

import dev.tallystick.account.Role;
import dev.tallystick.account.User;

/// What came of a change of a user.
public sealed interface UserChange {
  record Changed(User user) implements UserChange {}

  /// The user is so already: nothing was changed.
  record Replayed(User user) implements UserChange {}

  record UserUnknown() implements UserChange {}

  /// Nothing of a deleted user can be changed.
  record UserDeleted(User user) implements UserChange {}

  /// Another user has the e-mail address, in whatever case.
  record EmailTaken() implements UserChange {}

  /// From this status there is no way to the one that was asked for.
  record StatusConflict(User.Status status) implements UserChange {}

  /// The user is staff of this role, whose rights exceed those of who asks.
  record RightsMissing(Role role) implements UserChange {}
}
