package dev.tallystick.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times in words.
final class Ages {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Ages() {}

  /// As `22 November 2026`, in UTC.
  static String day(Instant moment) {
    return DAY.format(moment);
  }

  /// As `3 hours ago`.
  static String ago(Instant moment, Instant now) {
    var age = Duration.between(moment, now);
    if (age.toSeconds() < 60) return "just now";
    if (age.toMinutes() < 60) return ago(age.toMinutes(), "minute");
    if (age.toHours() < 24) return ago(age.toHours(), "hour");
    return ago(age.toDays(), "day");
  }

  private static String ago(long count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s") + " ago";
  }
}
