package dev.tallystick.page;

import dev.tallystick.referral.Missing;
import dev.tallystick.referral.Referral;
import dev.tallystick.referral.SeenReferral;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Referrals in words, to one of the two sides.
final class ReferralWords {
  private ReferralWords() {}

  /// What a referral gives to one of the two: given, to come, or none.
  static String credits(SeenReferral seen, UUID user) {
    var credits = seen.credits(user);
    return switch (seen.referral().status()) {
      case COMPLETED -> credits.isPositive() ? CreditWords.credits(credits) : "none";
      case REVIEW, PENDING ->
          credits.isPositive() ? CreditWords.credits(credits) + " to come" : "none";
      case REVERSED, REJECTED, EXPIRED -> "none";
    };
  }

  static String days(Duration duration) {
    return duration.toDays() == 1 ? "1 day" : duration.toDays() + " days";
  }

  static String status(Referral.Status status) {
    return switch (status) {
      case REVIEW -> "In review";
      case PENDING -> "Under way";
      case COMPLETED -> "Completed";
      case REVERSED -> "Taken back";
      case REJECTED -> "Rejected";
      case EXPIRED -> "Expired";
    };
  }

  /// What is missing and until when, or why it stands as it does.
  static String detail(SeenReferral seen, UUID user, Instant now) {
    var referral = seen.referral();
    return switch (referral.status()) {
      case REVIEW, PENDING ->
          seen.isOfDeleted() ? "Their account is gone" : missing(seen, user, now);
      case COMPLETED -> referral.completedAt().map(at -> "On " + Ages.day(at)).orElse("");
      case REVERSED, EXPIRED -> seen.reason(user).map(ReferralWords::reason).orElse("");
      case REJECTED -> seen.reason(user).map(ReferralWords::objectable).orElse("");
    };
  }

  private static String reason(String code) {
    return "Reason: "
        + (code.equals(SeenReferral.PURCHASE_RETURNED)
            ? "their purchase was returned"
            : code.replace('_', ' '));
  }

  private static String objectable(String code) {
    return reason(code) + ". If that is wrong, ask our support";
  }

  private static String missing(SeenReferral seen, UUID user, Instant now) {
    var missing = seen.missing(now);
    if (missing.isEmpty()) return "The credits come any moment";
    return missing.stream()
        .map(one -> missing(one, seen.isReferrer(user)))
        .collect(Collectors.joining(", and ", "Waits for ", ""));
  }

  private static String missing(Missing missing, boolean isReferrer) {
    var whose = isReferrer ? "their" : "your";
    var until = missing.until().map(Ages::day);
    var by = until.map(day -> ", by " + day).orElse("");
    return switch (missing.what()) {
      case FIRST_MESSAGE -> "%s first message that costs credits%s".formatted(whose, by);
      case FIRST_PURCHASE -> "%s first purchase%s".formatted(whose, by);
      case HOLD -> "the hold to pass, on " + until;
      case REVIEW -> "a person to look at it";
      case USER_ACTIVE -> "the other account to be active";
    };
  }

  /// What has to happen before the credits are given, to who is invited.
  static String condition(Referral.Terms terms, Duration qualifyIn) {
    var hold = terms.hold();
    return switch (terms.completion()) {
      case AT_ONCE -> hold.isZero() ? "At once" : "After " + days(hold);
      case FIRST_MESSAGE -> condition("your first message that costs credits", hold, qualifyIn);
      case FIRST_PURCHASE -> condition("your first purchase", hold, qualifyIn);
    };
  }

  private static String condition(String what, Duration hold, Duration qualifyIn) {
    return hold.isZero()
        ? "With %s, within %s".formatted(what, days(qualifyIn))
        : "%s after %s, which has to come within %s".formatted(days(hold), what, days(qualifyIn));
  }

  /// How long the credits last; empty: for ever.
  static Optional<String> lasting(Referral.Terms terms) {
    return terms.creditsLast().map(ReferralWords::days);
  }
}
