package dev.tallystick.account;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// An account of the product's customer.
///
/// @param referralCode what others redeem to be referred by this user: `ref-` and a UUID
/// @param referralLimit how many referrals of this user may count
public record User(
    UUID id,
    Optional<String> email,
    Optional<String> name,
    Optional<String> imageUrl,
    Optional<Instant> emailVerifiedAt,
    Status status,
    Optional<String> stripeCustomerId,
    String referralCode,
    int referralLimit,
    Optional<Instant> nextQuotaReset,
    Instant createdAt) {
  /// Whether the user may act. Calls already made are recorded and charged in every state.
  public enum Status {
    ACTIVE,
    SUSPENDED,
    CLOSED;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
