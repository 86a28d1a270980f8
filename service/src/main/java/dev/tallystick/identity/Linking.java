package dev.tallystick.identity;

import java.util.Optional;
import java.util.UUID;

/// Who an identity is: decided by what the provider said and what the database knows.
///
/// An address that only one side verified proves nothing: whoever typed it in first would get the
/// other's account. One that the provider did not verify counts as not said, so that nobody learns
/// by it who is here; one that was not verified here neither links nor makes a second user.
sealed interface Linking {
  /// The identity is linked to this user.
  record Known(UUID userId) implements Linking {}

  /// Link it to the user with the same address.
  record SameEmail(UUID userId) implements Linking {}

  /// Make a user.
  record NewUser() implements Linking {}

  /// Link it to the user who is signed in and asked for it.
  record Asked(UUID userId) implements Linking {}

  record Refused(Refusal reason) implements Linking {}

  /// A user as far as the decision needs to know.
  record Account(UUID userId, boolean isActive, boolean isEmailVerified) {}

  /// Who signs in.
  ///
  /// @param linked the user that the identity is linked to
  /// @param sameEmail the user with the e-mail address that was received, in whatever case
  static Linking ofSignIn(
      Claims claims, Optional<Account> linked, Optional<Account> sameEmail, SignUp signUp) {
    if (linked.isPresent()) {
      var account = linked.get();
      return account.isActive() ? new Known(account.userId()) : refused(Refusal.USER_INACTIVE);
    }
    if (claims.isEmailVerified() && sameEmail.isPresent()) {
      var account = sameEmail.get();
      if (!account.isEmailVerified()) return refused(Refusal.EMAIL_NOT_VERIFIED);
      return account.isActive() ? new SameEmail(account.userId()) : refused(Refusal.USER_INACTIVE);
    }
    return switch (signUp) {
      case OPEN -> new NewUser();
      case CLOSED -> refused(Refusal.SIGN_UP_CLOSED);
    };
  }

  /// What comes of linking to a user who is signed in: they proved both sides, so no address
  /// counts.
  ///
  /// @param linked the user that the identity is linked to
  static Linking ofAsking(Account asking, Optional<Account> linked) {
    if (!asking.isActive()) return refused(Refusal.USER_INACTIVE);
    if (linked.isEmpty()) return new Asked(asking.userId());
    return linked.get().userId().equals(asking.userId())
        ? new Known(asking.userId())
        : refused(Refusal.OF_ANOTHER_USER);
  }

  private static Linking refused(Refusal reason) {
    return new Refused(reason);
  }
}
