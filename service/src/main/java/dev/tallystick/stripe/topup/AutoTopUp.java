package dev.tallystick.stripe.topup;

import dev.tallystick.credit.Credits;
import java.time.Instant;
import java.util.Optional;

/// What a user wants bought when credits run short.
///
/// @param below credits are bought when fewer than this are available
/// @param pack the name of what is bought, as often as it takes
/// @param monthlyAmountMax no more than this in a calendar month, in the smallest unit of the
///   pack's currency
/// @param disabledReason why it was switched off, if the user did not
public record AutoTopUp(
    boolean isEnabled,
    Credits below,
    String pack,
    long monthlyAmountMax,
    Optional<String> disabledReason,
    Instant updatedAt) {
  /// The most that may be allowed in a month: ten million of a currency that has hundredths.
  public static final int MONTHLY_AMOUNT_MAX = 1_000_000_000;

  /// What a user asks for. Fields that are absent stay what they are.
  public record Wish(
      boolean isEnabled,
      Optional<Credits> below,
      Optional<String> pack,
      Optional<Long> monthlyAmountMax) {}

  /// Whether it is set so already.
  boolean fulfils(Wish wish) {
    return isEnabled == wish.isEnabled()
        && wish.below().orElse(below).equals(below)
        && wish.pack().orElse(pack).equals(pack)
        && wish.monthlyAmountMax().orElse(monthlyAmountMax) == monthlyAmountMax;
  }

  AutoTopUp with(Wish wish, Instant now) {
    return new AutoTopUp(
        wish.isEnabled(),
        wish.below().orElse(below),
        wish.pack().orElse(pack),
        wish.monthlyAmountMax().orElse(monthlyAmountMax),
        Optional.empty(),
        now);
  }
}
