package dev.tallystick.schema.lint;

import java.util.Locale;

/// Figures as findings say them, whatever the locale.
final class Figures {
  private static final int STEP = 1024;
  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Figures() {}

  /// `12,345`
  static String count(double count) {
    return String.format(Locale.ROOT, "%,.0f", count);
  }

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// `97 %`
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /// `1,024 MB`
  static String bytes(long bytes) {
    long amount = bytes / STEP;
    int unit = 0;
    while (amount >= 10 * STEP && unit < UNITS.length - 1) {
      amount /= STEP;
      unit++;
    }
    return count(amount) + " " + UNITS[unit];
  }

  /// `0.98`
  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
