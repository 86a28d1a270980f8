package dev.tallystick.login;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A device login in progress, as the person who decides sees it: without its codes.
///
/// @param id becomes the id of the session
/// @param clientName what the client says it is
/// @param label what the session will be called
/// @param address where the request came from
/// @param isPasted whether an approval gives a paste code
public record LoginRequest(
    UUID id,
    Status status,
    Optional<String> clientName,
    String label,
    Optional<String> address,
    Optional<String> fingerprintId,
    boolean isPasted,
    Instant createdAt,
    Instant expiresAt) {

  /// How far it has come.
  public enum Status {
    /// Nobody has decided.
    PENDING,
    /// A person said yes; the client has not noticed yet.
    APPROVED,
    /// A person said no, or pasted too many wrong codes.
    DENIED,
    /// The client has its session.
    REDEEMED;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
