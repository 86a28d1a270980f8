package dev.tallystick.referral;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Reversal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// One user brought another. There is one for each referred user, for ever.
///
/// @param reason why it has its status, as a code that both sides may read
/// @param terms what was promised when the code was redeemed
/// @param signals what spoke against it: weights by the words of [Signal]
/// @param reviewScore from which sum of weights on a person has to look
/// @param reviewedAt when a person let it pass
/// @param qualifiesUntil when it expires unless it has qualified
/// @param qualifiedBy the message, or the grant of a purchase, that qualified it; empty where
///   redeeming was enough
/// @param dueAt when its hold passes and the credits are given
/// @param reversals how often it was reversed
public record Referral(
    UUID referrerId,
    UUID referredId,
    Status status,
    Optional<String> reason,
    Outcome outcome,
    Terms terms,
    Map<String, Integer> signals,
    int reviewScore,
    Optional<Instant> reviewedAt,
    Instant createdAt,
    Instant qualifiesUntil,
    Optional<Instant> qualifiedAt,
    Optional<UUID> qualifiedBy,
    Optional<Instant> dueAt,
    Optional<Instant> completedAt,
    int reversals,
    Optional<UUID> referrerGrantId,
    Optional<UUID> referredGrantId) {
  public Referral {
    signals = Map.copyOf(signals);
  }

  /// The two users.
  public Pair pair() {
    return new Pair(referrerId, referredId);
  }

  /// The sum of the signals' weights.
  public int score() {
    return signals.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// Where it is in its life.
  public enum Status {
    /// Signals spoke against it, and a person has to look.
    REVIEW,
    /// Waits to qualify, or for its hold to pass.
    PENDING,
    /// Credits were given to both sides.
    COMPLETED,
    /// They were taken back; it may be put back.
    REVERSED,
    /// A person decided against it; on appeal it goes on.
    REJECTED,
    /// It did not qualify in time, or one of the two was deleted; on appeal it goes on.
    EXPIRED;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such status
    public static Status ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// What redeeming the code was answered with.
  public enum Outcome {
    ATTRIBUTED,
    COMPLETED,
    HELD_FOR_REVIEW;

    /// As stored and as in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Outcome ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// What a referral gives, and for what.
  ///
  /// @param hold how long after qualifying the credits are given; whole days
  /// @param referrerCredits not negative; 0: the referrer gets none
  /// @param referredCredits not negative; 0: the referred user gets none
  /// @param creditsLast how long they last once given, in whole days; empty: for ever
  /// @param spent what becomes of credits that were spent when the referral is reversed
  public record Terms(
      Completion completion,
      Duration hold,
      Credits referrerCredits,
      Credits referredCredits,
      Optional<Duration> creditsLast,
      Reversal.Spent spent) {}
}
