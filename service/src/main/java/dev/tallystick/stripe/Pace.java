package dev.tallystick.stripe;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Lets so many through a second, evenly; who comes too early waits. Thread-safe.
final class Pace {
  private final long intervalNanos;
  private long nextNanos = System.nanoTime();

  Pace(int perSecond) {
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /// Waits for one's turn.
  void await() {
    long turn = turn();
    for (long left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private synchronized long turn() {
    long turn = Math.max(nextNanos, System.nanoTime());
    nextNanos = turn + intervalNanos;
    return turn;
  }
}
