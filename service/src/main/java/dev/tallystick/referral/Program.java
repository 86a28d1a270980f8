package dev.tallystick.referral;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Reversal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What referring somebody is worth, and what for. Referrals keep the terms that they began with.
///
/// @param terms what new referrals promise
/// @param window how long after signing up a user may redeem a code
/// @param qualifyIn how long after that a referral has to qualify
public record Program(
    Referral.Terms terms, Duration window, Duration qualifyIn, ReviewRules review) {
  private static final Credits CREDITS = new Credits(500_000_000);
  private static final int DAYS_MAX = 3_650;

  /// 500 credits for each side at the first charged message; 30 days to redeem, 90 to qualify.
  public static final Program DEFAULT = of(Map.of());

  /// Reads TALLY_REFERRAL_COMPLETES, TALLY_REFERRAL_HOLD_DAYS, TALLY_REFERRAL_REFERRER_CREDITS,
  /// TALLY_REFERRAL_REFERRED_CREDITS, TALLY_REFERRAL_CREDITS_DAYS, TALLY_REFERRAL_WINDOW_DAYS,
  /// TALLY_REFERRAL_QUALIFY_DAYS, TALLY_REFERRAL_SPENT, and what [ReviewRules#of] reads.
  ///
  /// @throws IllegalArgumentException naming the variable and what it should be
  public static Program of(Map<String, String> environment) {
    int creditsDays = days(environment, "TALLY_REFERRAL_CREDITS_DAYS", 0, 0);
    var terms =
        new Referral.Terms(
            completion(environment),
            Duration.ofDays(days(environment, "TALLY_REFERRAL_HOLD_DAYS", 0, 0)),
            credits(environment, "TALLY_REFERRAL_REFERRER_CREDITS"),
            credits(environment, "TALLY_REFERRAL_REFERRED_CREDITS"),
            creditsDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(creditsDays)),
            spent(environment));
    return new Program(
        terms,
        Duration.ofDays(days(environment, "TALLY_REFERRAL_WINDOW_DAYS", 30, 1)),
        Duration.ofDays(days(environment, "TALLY_REFERRAL_QUALIFY_DAYS", 90, 1)),
        ReviewRules.of(environment));
  }

  private static Completion completion(Map<String, String> environment) {
    var word = ReviewRules.value(environment, "TALLY_REFERRAL_COMPLETES").orElse("first_message");
    if (Completion.words().contains(word)) return Completion.ofWord(word);
    throw wrong("TALLY_REFERRAL_COMPLETES", String.join(", ", Completion.words()), word);
  }

  private static Reversal.Spent spent(Map<String, String> environment) {
    var word =
        ReviewRules.value(environment, "TALLY_REFERRAL_SPENT").orElse(Reversal.Spent.DEBT.word());
    try {
      return Reversal.Spent.ofWord(word);
    } catch (IllegalArgumentException _) {
      throw wrong("TALLY_REFERRAL_SPENT", "debt or write_off", word);
    }
  }

  private static Credits credits(Map<String, String> environment, String name) {
    var text = ReviewRules.value(environment, name);
    if (text.isEmpty()) return CREDITS;
    try {
      var credits = Credits.exact(new BigDecimal(text.get()));
      if (credits.micros() >= 0 && credits.compareTo(Credits.MAX) < 0) return credits;
    } catch (ArithmeticException | NumberFormatException _) {
      // said below
    }
    throw wrong(name, "a number of credits, not negative, with at most six decimals", text.get());
  }

  private static int days(Map<String, String> environment, String name, int otherwise, int min) {
    var text = ReviewRules.value(environment, name);
    if (text.isEmpty()) return otherwise;
    return ReviewRules.number(text.get(), min, DAYS_MAX)
        .orElseThrow(
            () -> wrong(name, "whole days from %d to %d".formatted(min, DAYS_MAX), text.get()));
  }

  private static IllegalArgumentException wrong(String name, String expected, String text) {
    return new IllegalArgumentException("%s must be %s, not %s".formatted(name, expected, text));
  }
}
