package dev.tallystick.account;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// An account of the product's customer.
///
/// @param statusReason why the user was suspended, closed or made active again
/// @param referralCode what others redeem to be referred by this user: `ref-` and a UUID
/// @param referralLimit how many referrals of this user may count
public record User(
    UUID id,
    Optional<String> email,
    Optional<String> name,
    Optional<String> imageUrl,
    Optional<Instant> emailVerifiedAt,
    Status status,
    Optional<String> statusReason,
    Optional<String> stripeCustomerId,
    String referralCode,
    int referralLimit,
    Optional<Instant> nextQuotaReset,
    Instant createdAt) {
  /// The fields that are changed by hand.
  public UserFields fields() {
    return new UserFields(email, name, imageUrl, emailVerifiedAt, referralLimit);
  }

  /// Whether the user may act. Calls already made are recorded and charged in every state.
  public enum Status {
    ACTIVE,
    SUSPENDED,
    CLOSED,
    /// Nothing personal is left; the books go on naming the id.
    DELETED;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such status
    public static Status ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
