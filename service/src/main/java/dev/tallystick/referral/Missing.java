package dev.tallystick.referral;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a referral still waits for before credits are given.
///
/// @param until by when it has to happen; of a hold, when it passes; empty: it has no end
public record Missing(What what, Optional<Instant> until) {
  /// Words are part of the API: they never change their meaning.
  public enum What {
    /// The referred user's first charged call.
    FIRST_MESSAGE,
    /// The referred user's first purchase.
    FIRST_PURCHASE,
    /// Nothing but time.
    HOLD,
    /// A person who looks at it.
    REVIEW,
    /// That both are active: one of the two is suspended or closed.
    USER_ACTIVE;

    /// As in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// All that is missing now; empty of a referral that waits for nothing, or will not go on.
  static List<Missing> of(Referral referral, boolean areActive, Instant now) {
    var missing = new ArrayList<Missing>();
    switch (referral.status()) {
      case REVIEW -> {
        missing.add(new Missing(What.REVIEW, Optional.empty()));
        missing.addAll(ofPending(referral, now));
      }
      case PENDING -> missing.addAll(ofPending(referral, now));
      case COMPLETED, REVERSED, REJECTED, EXPIRED -> {
        return List.of();
      }
    }
    if (!areActive) missing.add(new Missing(What.USER_ACTIVE, Optional.empty()));
    return List.copyOf(missing);
  }

  private static List<Missing> ofPending(Referral referral, Instant now) {
    if (referral.qualifiedAt().isPresent()) {
      return referral
          .dueAt()
          .filter(now::isBefore)
          .map(due -> List.of(new Missing(What.HOLD, Optional.of(due))))
          .orElse(List.of());
    }
    var until = Optional.of(referral.qualifiesUntil());
    return switch (referral.terms().completion()) {
      case AT_ONCE -> List.of();
      case FIRST_MESSAGE -> List.of(new Missing(What.FIRST_MESSAGE, until));
      case FIRST_PURCHASE -> List.of(new Missing(What.FIRST_PURCHASE, until));
    };
  }
}
