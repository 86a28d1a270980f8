package dev.tallystick.postgres;

import java.time.Duration;

/// The moment at which waiting for something ends.
record Deadline(long nanoTime) {
  static Deadline in(Duration wait) {
    return new Deadline(System.nanoTime() + wait.toNanos());
  }

  boolean isOver() {
    return System.nanoTime() - nanoTime >= 0;
  }

  /// Sleeps between two looks at what is waited for.
  static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ServerFailure("interrupted while waiting for PostgreSQL", interrupted);
    }
  }
}
