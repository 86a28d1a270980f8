package dev.tallystick.alert;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Something that a user is told.
///
/// @param details texts by name, from which the sentence is made
public record Alert(
    UUID userId,
    UUID id,
    AlertKind kind,
    Map<String, String> details,
    Instant createdAt,
    Optional<Instant> seenAt) {
  public Alert {
    details = Map.copyOf(details);
  }

  /// What people read.
  public String sentence() {
    return kind.sentence(details);
  }
}
