package dev.tallystick.price;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;

/// Hours of every day (UTC) at which other rates apply: from `from`, before `to`; over midnight
/// where `to` is the earlier one.
public record DailyWindow(LocalTime from, LocalTime to, ContextTiers tiers) {
  public DailyWindow {
    if (from.equals(to)) throw new IllegalArgumentException("a daily window has a length");
  }

  boolean covers(Instant at) {
    var time = at.atOffset(ZoneOffset.UTC).toLocalTime();
    var isAfterStart = !time.isBefore(from);
    var isBeforeEnd = time.isBefore(to);
    return from.isBefore(to) ? isAfterStart && isBeforeEnd : isAfterStart || isBeforeEnd;
  }
}
