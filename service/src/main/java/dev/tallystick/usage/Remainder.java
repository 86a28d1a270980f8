package dev.tallystick.usage;

/// A total from which the parts it includes are taken out, one after the other. What is taken never
/// exceeds the total, so that the disjoint counts add up to the number the provider bills even when
/// its parts do not fit.
final class Remainder {
  private final long total;
  private long left;
  private long asked;

  Remainder(long total) {
    this.total = total;
    this.left = total;
  }

  /// Takes out a part, or as much of it as is left.
  long take(long part) {
    long taken = Math.min(part, left);
    asked += part;
    left -= taken;
    return taken;
  }

  /// What is in the total and in none of the parts taken so far; warns when they did not fit.
  long left(UsageReader reader, Field field) {
    if (asked > total && reader.refusal() == null) {
      reader.warn(
          Warning.USAGE_PARTS_EXCEED_TOTAL,
          "the parts of "
              + reader.at(field.places().getFirst().path())
              + " are "
              + asked
              + " tokens, more than its "
              + total
              + "; they were cut to fit");
    }
    return left;
  }
}
