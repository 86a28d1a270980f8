package dev.tallystick.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is moved. Thread-safe.
public final class TestingClock implements InstantSource {
  /// Where every such clock begins.
  public static final Instant START = Instant.parse("2026-09-10T10:00:00Z");

  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  /// Moves on to `later`.
  public void set(Instant later) {
    now = later;
  }

  /// The moment that is `later` than now.
  public Instant in(Duration later) {
    return now.plus(later);
  }
}
