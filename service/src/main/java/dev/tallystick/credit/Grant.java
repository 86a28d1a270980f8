package dev.tallystick.credit;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/// Credits given to a user, and what is left of them.
///
/// @param operationId the giver's idempotency key
/// @param priority burn order: lower first
public record Grant(
    UUID id,
    UUID userId,
    String operationId,
    Type type,
    int priority,
    Credits principal,
    Credits balance,
    Optional<Instant> expiresAt,
    Instant createdAt) {
  /// Priority, then expiry with none last, then creation, then id to leave nothing to chance. The
  /// same order as the index `credit_grants_burn_order_idx`.
  public static final Comparator<Grant> BURN_ORDER =
      Comparator.comparingInt(Grant::priority)
          .thenComparing(grant -> grant.expiresAt().orElse(Instant.MAX))
          .thenComparing(Grant::createdAt)
          .thenComparing(Grant::id);

  Grant withBalance(Credits left) {
    return new Grant(
        id, userId, operationId, type, priority, principal, left, expiresAt, createdAt);
  }

  /// What a grant was given for; it decides the priority unless the giver names one.
  public enum Type {
    FREE(20),
    REFERRAL(40),
    ADMIN(60),
    ORGANIZATION(70),
    PURCHASE(80);

    private final int defaultPriority;

    Type(int defaultPriority) {
      this.defaultPriority = defaultPriority;
    }

    public int defaultPriority() {
      return defaultPriority;
    }

    /// As stored and as in JSON: `free`, `purchase`.
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Type ofWord(String word) {
      for (var type : values()) {
        if (type.word().equals(word)) return type;
      }
      throw new IllegalArgumentException("not a type of grant: " + word);
    }
  }
}
