package dev.tallystick.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/// Billing periods, which keep to the day on which the first began.
final class Periods {
  private Periods() {}

  /// The end of the period that begins at `start`, in seconds.
  static long end(long anchor, long start, String interval) {
    var first = time(anchor);
    var unit = unit(interval);
    long number = unit.between(first, time(start));
    // A month that is shorter than the anchor's day ends sooner, and counts as whole.
    while (first.plus(number, unit).toEpochSecond() <= start) number++;
    return first.plus(number, unit).toEpochSecond();
  }

  private static ZonedDateTime time(long seconds) {
    return Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC);
  }

  private static ChronoUnit unit(String interval) {
    return switch (interval) {
      case "day" -> ChronoUnit.DAYS;
      case "week" -> ChronoUnit.WEEKS;
      case "month" -> ChronoUnit.MONTHS;
      case "year" -> ChronoUnit.YEARS;
      case String other -> throw new IllegalArgumentException("no interval: " + other);
    };
  }
}
