package dev.tallystick.account;

import java.util.Optional;
import java.util.UUID;

/// A user to be made.
///
/// @param id the idempotency key as well
public record NewUser(
    UUID id, Optional<String> email, Optional<String> name, Optional<String> imageUrl) {
  /// Whether `user` is what this request asks for.
  boolean describes(User user) {
    return user.email().equals(email)
        && user.name().equals(name)
        && user.imageUrl().equals(imageUrl);
  }
}
