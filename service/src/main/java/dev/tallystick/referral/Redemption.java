package dev.tallystick.referral;

import java.time.Instant;

/// What came of redeeming a referral code. [#reason] is stable; [#sentence] is for the person who
/// redeemed it.
public sealed interface Redemption {
  /// The code counts: there is a referral now.
  sealed interface Redeemed extends Redemption {
    Referral referral();

    /// Whether the same was redeemed before, which is answered as the first time.
    boolean isReplayed();
  }

  /// The code does not count, and nothing was changed.
  sealed interface Refused extends Redemption {}

  /// The referral waits to qualify, or for its hold to pass.
  record Attributed(Referral referral, boolean isReplayed) implements Redeemed {}

  /// Both sides have their credits.
  record Completed(Referral referral, boolean isReplayed) implements Redeemed {}

  /// A person looks at it first.
  record HeldForReview(Referral referral, boolean isReplayed) implements Redeemed {}

  /// The user redeemed another's code before.
  record AlreadyReferred() implements Refused {}

  /// No user has the code.
  record UnknownCode() implements Refused {}

  /// The code is the user's own.
  record OwnCode() implements Refused {}

  /// The user brought the referrer, or who brought them, up to five users round.
  record Circular() implements Refused {}

  /// The referrer has brought as many as count.
  record LimitReached() implements Refused {}

  /// The user signed up too long ago.
  ///
  /// @param until when there was still time
  record WindowOver(Instant until) implements Refused {}

  /// One of the two is suspended or closed.
  ///
  /// @param isReferrer or it is who redeems
  record Suspended(boolean isReferrer) implements Refused {}

  /// There is no such user, or not any more.
  ///
  /// @param wasDeleted there was one
  record UserUnknown(boolean wasDeleted) implements Refused {}

  /// What came of it as a code that never changes its meaning.
  default String reason() {
    return switch (this) {
      case Attributed _ -> Referral.Outcome.ATTRIBUTED.word();
      case Completed _ -> Referral.Outcome.COMPLETED.word();
      case HeldForReview _ -> Referral.Outcome.HELD_FOR_REVIEW.word();
      case AlreadyReferred _ -> "already_referred";
      case UnknownCode _ -> "referral_code_unknown";
      case OwnCode _ -> "own_referral_code";
      case Circular _ -> "circular_referral";
      case LimitReached _ -> "referral_limit_reached";
      case WindowOver _ -> "referral_window_over";
      case Suspended _ -> "referral_suspended";
      case UserUnknown(var wasDeleted) -> wasDeleted ? "user_deleted" : "user_unknown";
    };
  }

  /// What came of it, to the person who redeemed the code.
  default String sentence() {
    return switch (this) {
      case Attributed(var referral, var _) -> attributed(referral);
      case Completed _ -> "The code counts, and the credits are yours.";
      case HeldForReview _ ->
          "The code counts, but a person has to look at it before credits are given.";
      case AlreadyReferred _ ->
          "You redeemed another code before, and only the first one counts, for ever.";
      case UnknownCode _ -> "Nobody has this code. Check it, or ask for the link again.";
      case OwnCode _ -> "This is your own code. Send it to somebody else.";
      case Circular _ ->
          "You brought the person whose code this is, or who brought them: a circle does not count.";
      case LimitReached _ ->
          "The person whose code this is has brought as many people as count. You can redeem"
              + " another's code.";
      case WindowOver _ -> "Codes count for new accounts only, and yours is too old for that.";
      case Suspended(var isReferrer) ->
          isReferrer
              ? "This code does not count now."
              : "Your account is not active, so no code counts for it.";
      case UserUnknown _ -> "There is no such account.";
    };
  }

  // By its terms alone: what comes later does not change the answer.
  private static String attributed(Referral referral) {
    return switch (referral.terms().completion()) {
      case AT_ONCE -> "The code counts. The credits follow by themselves.";
      case FIRST_MESSAGE -> "The code counts. The credits follow after your first call.";
      case FIRST_PURCHASE -> "The code counts. The credits follow after your first purchase.";
    };
  }
}
