package dev.tallystick.referral;

import dev.tallystick.account.User;
import dev.tallystick.credit.Credits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A referral with as much of its two users as the other side may see.
public record SeenReferral(Referral referral, Person referrer, Person referred) {
  /// One of the two.
  ///
  /// @param name masked, never an address
  public record Person(String name, User.Status status) {
    public boolean isActive() {
      return status == User.Status.ACTIVE;
    }

    boolean isDeleted() {
      return status == User.Status.DELETED;
    }
  }

  /// What the referrer reads of a purchase that went back, however it did.
  public static final String PURCHASE_RETURNED = "purchase_returned";

  /// Why it has its status, to one of the two: what became of a purchase is its buyer's business,
  /// and where it stands again, or another one does, all of it.
  public Optional<String> reason(UUID user) {
    return referral
        .reason()
        .filter(reason -> !isMasked(user, reason) || referral.status() != Referral.Status.COMPLETED)
        .map(reason -> isMasked(user, reason) ? PURCHASE_RETURNED : reason);
  }

  private boolean isMasked(UUID user, String reason) {
    return isReferrer(user) && reason.startsWith("purchase_");
  }

  /// What the referral still waits for.
  public List<Missing> missing(Instant now) {
    return isOfDeleted()
        ? List.of()
        : Missing.of(referral, referrer.isActive() && referred.isActive(), now);
  }

  /// Whether one of the two was deleted: if it is under way, a job is about to end it.
  public boolean isOfDeleted() {
    return referrer.isDeleted() || referred.isDeleted();
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
