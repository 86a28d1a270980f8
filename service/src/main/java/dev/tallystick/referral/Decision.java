package dev.tallystick.referral;

/// What came of a person's decision about a referral.
public sealed interface Decision {
  /// It was carried out now.
  record Decided(Referral referral) implements Decision {}

  /// It was before, and nothing moved.
  record Replayed(Referral referral) implements Decision {}

  /// There is no such referral.
  record ReferralUnknown() implements Decision {}

  /// From where the referral stands, it does not go there.
  record StatusConflict(Referral referral) implements Decision {}

  /// Rejected or expired, it would count again on appeal, and the referrer has brought as many as
  /// count.
  record LimitReached(Referral referral) implements Decision {}

  /// The purchase that had qualified the referral went back, and no other stands; with one the
  /// referral comes back.
  record PurchaseWentBack(Referral referral) implements Decision {}
}
