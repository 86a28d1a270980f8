package dev.tallystick.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The fields of a user that are changed by hand.
public record UserFields(
    Optional<String> email,
    Optional<String> name,
    Optional<String> imageUrl,
    Optional<Instant> emailVerifiedAt,
    int referralLimit) {

  /// What differs from these fields in `after`, as the audit log has it: `email.old`, `email.new`.
  /// A side that is missing had no value.
  Map<String, String> changesTo(UserFields after) {
    var changes = new HashMap<String, String>();
    put(changes, "email", email, after.email);
    put(changes, "name", name, after.name);
    put(changes, "imageUrl", imageUrl, after.imageUrl);
    put(changes, "emailVerifiedAt", emailVerifiedAt, after.emailVerifiedAt);
    put(changes, "referralLimit", Optional.of(referralLimit), Optional.of(after.referralLimit));
    return Map.copyOf(changes);
  }

  private static void put(
      Map<String, String> changes, String name, Optional<?> before, Optional<?> after) {
    if (before.equals(after)) return;
    before.ifPresent(value -> changes.put(name + ".old", value.toString()));
    after.ifPresent(value -> changes.put(name + ".new", value.toString()));
  }
}
