package dev.tallystick.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// An account at a provider that a user signs in with.
///
/// @param provider the issuer
/// @param email as received at the last sign-in
public record Identity(
    UUID id,
    String provider,
    Optional<String> email,
    boolean isEmailVerified,
    Instant createdAt,
    Instant lastSignedInAt) {}
