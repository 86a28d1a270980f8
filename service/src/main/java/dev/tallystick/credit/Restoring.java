package dev.tallystick.credit;

/// What came of undoing a reversal.
public sealed interface Restoring {
  /// It was undone now.
  record Restored(Reversal reversal) implements Restoring {}

  /// It was undone before, and nothing moved.
  record AlreadyRestored(Reversal reversal) implements Restoring {}

  /// The user is not there.
  record UserUnknown() implements Restoring {}

  /// The user has no such reversal.
  record ReversalUnknown() implements Restoring {}

  /// With it the user's grants would hold more than [Credits#MAX].
  record TooMuch() implements Restoring {}
}
