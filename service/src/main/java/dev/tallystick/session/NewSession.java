package dev.tallystick.session;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A session to be opened.
///
/// @param id the idempotency key as well
/// @param scopes of a personal access token; empty for the other kinds
public record NewSession(
    UUID id,
    UUID userId,
    SessionKind kind,
    Optional<String> label,
    List<String> scopes,
    Optional<Fingerprint> fingerprint) {
  public NewSession {
    if ((kind == SessionKind.PAT) == scopes.isEmpty()) {
      throw new IllegalArgumentException("a pat has scopes, and nothing else has");
    }
    scopes = scopes.stream().distinct().sorted().toList();
  }

  /// What the client says of its device.
  ///
  /// @param id as the client made it
  /// @param signature a secret that the installation keeps; shown to nobody, stored as SHA-256
  public record Fingerprint(String id, Optional<String> signature) {
    /// Without the signature, so that no log line has it.
    @Override
    public String toString() {
      return id;
    }
  }

  /// Whether `session` is what this request asks for.
  boolean describes(Session session) {
    return session.userId().equals(userId)
        && session.kind() == kind
        && session.label().equals(label)
        && session.scopes().equals(scopes)
        && session
            .device()
            .map(Session.Device::fingerprintId)
            .equals(fingerprint.map(Fingerprint::id));
  }
}
