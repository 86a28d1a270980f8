package dev.tallystick.schema.lint;

import java.util.Locale;

/// How bad a finding is, worst first.
public enum Severity {
  ERROR,
  WARNING,
  INFO;

  /// Whether this is as bad as `other`, or worse.
  public boolean isAtLeast(Severity other) {
    return compareTo(other) <= 0;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
