package dev.tallystick.referral;

import java.util.Optional;
import java.util.UUID;

/// What a referral code says to who was sent it.
///
/// @param referrer whose code it is
/// @param name of the referrer, masked
/// @param isActive whether the referrer's account is
/// @param isLimitReached whether the referrer has brought as many as count
public record Invitation(UUID referrer, String name, boolean isActive, boolean isLimitReached) {
  /// Why nobody can redeem the code now.
  public Optional<Redemption.Refused> obstacle() {
    if (!isActive) return Optional.of(new Redemption.Suspended(true));
    if (isLimitReached) return Optional.of(new Redemption.LimitReached());
    return Optional.empty();
  }
}
