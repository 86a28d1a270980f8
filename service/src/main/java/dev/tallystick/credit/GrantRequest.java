package dev.tallystick.credit;

import dev.tallystick.postgres.StoredTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Credits to be given to a user, once for each `operationId`.
///
/// @param operationId from 1 to 200 characters, chosen by the giver
/// @param priority from 0 to 1000; lower burns first
/// @param credits positive
public record GrantRequest(
    UUID userId,
    String operationId,
    Grant.Type type,
    int priority,
    Credits credits,
    Optional<Instant> expiresAt) {
  public static final int PRIORITY_MAX = 1_000;

  /// Begins the ids of operations that give credits for referrals and take them back; nobody
  /// else's.
  public static final String REFERRAL_PREFIX = "referral:";

  /// Begins the ids of operations that give anew what others paid of a reversal that is undone.
  public static final String RESTORATION_PREFIX = "restoration:";

  /// Begins the ids of operations that give and take back what was paid for through Stripe.
  public static final String STRIPE_PREFIX = "stripe:";

  public GrantRequest {
    if (!credits.isPositive()) throw new IllegalArgumentException("credits must be above 0");
    if (priority < 0 || priority > PRIORITY_MAX) {
      throw new IllegalArgumentException("priority must be from 0 to " + PRIORITY_MAX);
    }
    // As PostgreSQL keeps it, or a replay would differ from what it repeats.
    expiresAt = expiresAt.map(StoredTime::of);
  }

  /// Whether `grant` is what this request asks for.
  boolean describes(Grant grant) {
    return grant.type() == type
        && grant.priority() == priority
        && grant.principal().equals(credits)
        && grant.expiresAt().equals(expiresAt);
  }
}
