package dev.tallystick.identity;

/// Why an account that a provider vouches for is not let in.
public enum Refusal {
  /// The user is suspended or closed.
  USER_INACTIVE,
  /// A user has the same e-mail address, which was not verified here.
  EMAIL_NOT_VERIFIED,
  /// There is no such user, and nobody may sign up.
  SIGN_UP_CLOSED,
  /// The account is to be linked, and is another user's.
  OF_ANOTHER_USER,
  /// The account is to be linked, and the session of who asked has been ended.
  SIGNED_OUT
}
