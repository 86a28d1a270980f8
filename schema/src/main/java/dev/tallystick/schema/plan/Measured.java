package dev.tallystick.schema.plan;

import java.util.SortedMap;
import java.util.SortedSet;

/// A step that was run on a copy, and what it did to tables that were there before the plan.
///
/// @param locks the strongest lock on each table
/// @param rewritten tables whose files were written anew, with their indexes, and other indexes
///   that were
/// @param scanned tables that were read from end to end, and not written
public record Measured(
    Step step,
    SortedMap<String, LockMode> locks,
    SortedSet<String> rewritten,
    SortedSet<String> scanned) {
  /// Whether somebody may have to wait for as long as a table is large.
  public boolean isSlow() {
    return !rewritten.isEmpty() || !scanned.isEmpty();
  }
}
