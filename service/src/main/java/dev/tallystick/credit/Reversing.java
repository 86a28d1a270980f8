package dev.tallystick.credit;

/// What came of taking credits back.
public sealed interface Reversing {
  /// It was done now.
  record Reversed(Reversal reversal) implements Reversing {}

  /// The operation was done before: the same answer again, and nothing moved.
  record Replayed(Reversal reversal) implements Reversing {}

  /// The operation's id belongs to a reversal of other content: a bug in the caller.
  record OperationReused(Reversal reversal) implements Reversing {}

  /// The user is not there.
  record UserUnknown() implements Reversing {}

  /// The user has no such grant.
  record GrantUnknown() implements Reversing {}

  /// The grant belongs to a referral, and only its operations take it back, or the other way round.
  record OfReferral() implements Reversing {}

  /// All of the grant is reversed already.
  record NothingLeft() implements Reversing {}

  /// Only `left` of the grant is not reversed yet.
  record MoreThanLeft(Credits left) implements Reversing {}

  /// With it the user would owe more than [Credits#MAX].
  record TooMuchDebt() implements Reversing {}
}
