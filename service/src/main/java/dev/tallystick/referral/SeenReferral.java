package dev.tallystick.referral;

import dev.tallystick.credit.Credits;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A referral with as much of its two users as the other side may see.
public record SeenReferral(Referral referral, Side referrer, Side referred) {
  /// One of the two.
  ///
  /// @param name masked, never an address
  public record Side(String name, boolean isActive) {}

  /// What the referral still waits for.
  public List<Missing> missing(Instant now) {
    return Missing.of(referral, referrer.isActive() && referred.isActive(), now);
  }

  /// Whether this user brought the other, and was not brought.
  public boolean isReferrer(UUID user) {
    return referral.referrerId().equals(user);
  }

  /// The other side's name, to one of the two.
  public String otherName(UUID user) {
    return isReferrer(user) ? referred.name() : referrer.name();
  }

  /// What it gives to one of the two once it completes.
  public Credits credits(UUID user) {
    var terms = referral.terms();
    return isReferrer(user) ? terms.referrerCredits() : terms.referredCredits();
  }
}
