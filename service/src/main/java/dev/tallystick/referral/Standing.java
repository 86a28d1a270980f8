package dev.tallystick.referral;

import dev.tallystick.credit.Credits;
import java.util.List;
import java.util.UUID;

/// How a user stands who refers others, or was referred.
///
/// @param code what others redeem
/// @param limit how many referrals may count
/// @param used how many do; above a limit that was lowered it may be more
/// @param isActive whether the code can be redeemed, as far as the user goes
/// @param earnedAsReferrer given for completed referrals that were not reversed
/// @param earnedAsReferred given for having been brought
/// @param pending what is under way in both roles, newest users first, at most
///   [ReferralReader#PAGE_MAX]
public record Standing(
    UUID userId,
    String code,
    int limit,
    int used,
    boolean isActive,
    Credits earnedAsReferrer,
    Credits earnedAsReferred,
    List<SeenReferral> pending) {
  public Standing {
    pending = List.copyOf(pending);
  }

  /// How many more may count.
  public int left() {
    return Math.max(0, limit - used);
  }

  /// Given in both roles together.
  public Credits earned() {
    return earnedAsReferrer.plus(earnedAsReferred);
  }
}
