package dev.tallystick.postgres;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for what other processes and threads do.
public final class Eventually {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Eventually() {}

  /// Returns as soon as `condition` holds; fails if it never does.
  public static void eventually(String what, BooleanSupplier condition) {
    var deadline = Deadline.in(WAIT_MAX);
    while (!condition.getAsBoolean()) {
      if (deadline.isOver()) throw new AssertionError("still not: " + what);
      Deadline.pause(PAUSE);
    }
  }
}
