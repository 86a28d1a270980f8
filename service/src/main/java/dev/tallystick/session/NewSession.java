package dev.tallystick.session;

import dev.tallystick.account.Hashes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A session to be opened.
///
/// @param id the idempotency key as well
/// @param scopes of a personal access token; empty for the other kinds
/// @param lifetimeMax ends it earlier than its kind would
/// @param networkHash where the person who signs in is; see [Networks]
public record NewSession(
    UUID id,
    UUID userId,
    SessionKind kind,
    Optional<String> label,
    List<String> scopes,
    Optional<Fingerprint> fingerprint,
    Optional<Duration> lifetimeMax,
    Optional<byte[]> networkHash) {
  public NewSession {
    if ((kind == SessionKind.PAT) == scopes.isEmpty()) {
      throw new IllegalArgumentException("a pat has scopes, and nothing else has");
    }
    scopes = scopes.stream().distinct().sorted().toList();
  }

  /// One that lives as long as its kind does.
  public NewSession(
      UUID id,
      UUID userId,
      SessionKind kind,
      Optional<String> label,
      List<String> scopes,
      Optional<Fingerprint> fingerprint) {
    this(id, userId, kind, label, scopes, fingerprint, Optional.empty());
  }

  /// One that may end earlier.
  public NewSession(
      UUID id,
      UUID userId,
      SessionKind kind,
      Optional<String> label,
      List<String> scopes,
      Optional<Fingerprint> fingerprint,
      Optional<Duration> lifetimeMax) {
    this(id, userId, kind, label, scopes, fingerprint, lifetimeMax, Optional.empty());
  }

  /// The same, asked for from a network.
  public NewSession from(Optional<byte[]> hash) {
    return new NewSession(id, userId, kind, label, scopes, fingerprint, lifetimeMax, hash);
  }

  /// What the client says of its device.
  ///
  /// @param id as the client made it
  /// @param signatureHash SHA-256 of a secret that the installation keeps
  public record Fingerprint(String id, Optional<byte[]> signatureHash) {
    /// With the signature itself, which is kept nowhere.
    public static Fingerprint signed(String id, Optional<String> signature) {
      return new Fingerprint(id, signature.map(Hashes::sha256));
    }

    @Override
    public String toString() {
      return id;
    }
  }

  SessionLimits.Lifetime lifetimeWithin(SessionLimits.Lifetime kinds) {
    if (lifetimeMax.isEmpty() || lifetimeMax.get().compareTo(kinds.absolute()) >= 0) return kinds;
    var absolute = lifetimeMax.get();
    var idle = kinds.idle().compareTo(absolute) < 0 ? kinds.idle() : absolute;
    return new SessionLimits.Lifetime(idle, absolute);
  }

  /// Whether `session` is what this request asks for.
  boolean describes(Session session) {
    return session.userId().equals(userId)
        && session.kind() == kind
        && session.label().equals(label)
        && session.scopes().equals(scopes)
        && lifetimeMax.map(session.createdAt()::plus).map(session.expiresAt()::equals).orElse(true)
        && session
            .device()
            .map(Session.Device::fingerprintId)
            .equals(fingerprint.map(Fingerprint::id));
  }
}
