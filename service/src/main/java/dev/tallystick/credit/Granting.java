package dev.tallystick.credit;

/// What came of giving a user credits.
public sealed interface Granting {
  /// The grant was made now; what of it paid debt is already gone from its balance.
  record Granted(Grant grant) implements Granting {}

  /// The operation was done before: the same answer again, and nothing moved.
  record Replayed(Grant grant) implements Granting {}

  /// The operation's id belongs to a grant of other content: a bug in the caller.
  record OperationReused(Grant grant) implements Granting {}

  /// The user is not there.
  record UserUnknown() implements Granting {}

  /// The user was deleted.
  record AccountClosed() implements Granting {}

  /// With it the user's grants would hold more than [Credits#MAX].
  record TooMuch() implements Granting {}

  /// The grant would be born expired.
  record AlreadyExpired() implements Granting {}
}
