package dev.tallystick.session;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A signed-in state of a user on a device, without its secret.
///
/// @param scopes of a personal access token, in alphabetical order; empty for the other kinds
/// @param tokenExpiresAt of one that has a refresh token: it goes on until `expiresAt`, its token
///   does not
/// @param device what its fingerprint said when it was opened
public record Session(
    UUID id,
    UUID userId,
    SessionKind kind,
    Optional<String> label,
    List<String> scopes,
    Optional<Device> device,
    Instant createdAt,
    Instant lastSeenAt,
    Instant idleExpiresAt,
    Instant expiresAt,
    Optional<Instant> tokenExpiresAt,
    Optional<Revocation> revocation) {
  public Session {
    scopes = List.copyOf(scopes);
  }

  /// Until when its token serves if it is not used: the session may go on with a refresh token.
  Instant tokenEnd() {
    return tokenExpiresAt.filter(end -> end.isBefore(idleExpiresAt)).orElse(idleExpiresAt);
  }

  /// The device it was opened on.
  public record Device(String fingerprintId, DeviceOutcome outcome) {}

  /// How it ended before its time.
  ///
  /// @param by who ended it, as [dev.tallystick.account.Actor] has it, or `session:` and the id of
  ///   the one that took its place
  public record Revocation(Instant at, EndReason reason, String by) {}

  /// Why a session was revoked.
  public enum EndReason {
    /// By its user.
    SIGNED_OUT,
    /// By the product's back end, or because its device login was used again.
    REVOKED,
    /// The user opened more sessions than there may be.
    EVICTED,
    /// A former refresh token was used: two parties have it.
    TOKEN_REUSED;

    /// As stored.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static EndReason ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
