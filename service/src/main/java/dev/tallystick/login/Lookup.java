package dev.tallystick.login;

import dev.tallystick.account.Role;
import java.time.Instant;

/// What a person's user code leads to.
public sealed interface Lookup {
  /// The login, which may have been decided by now.
  record Found(LoginRequest request) implements Lookup {}

  /// Why nothing was looked up, or nothing found.
  sealed interface Refused extends Lookup, Decision {}

  /// No login that could still be decided or redeemed has this code: mistyped, or expired.
  record CodeUnknown() implements Refused {}

  /// The person had too many wrong codes.
  record TooManyTries(Instant until) implements Refused {}

  record UserUnknown() implements Refused {}

  /// The user is suspended or closed.
  record UserInactive() implements Refused {}

  /// The session of who decides has been ended.
  record SignedOut() implements Refused {}

  /// The user is staff, and may do more than who decides for them.
  record RightsMissing(Role role) implements Refused {}
}
