package dev.tallystick.schema.migrate;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a migration waits for locks, and how often it tries again.
///
/// A statement that waits for a lock stands in the way of all who come after it, so it gives up
/// after `lockWaitMax`, lets them pass, and comes back after a pause.
///
/// @param lockWaitMax for one lock, at least a millisecond; `CONCURRENTLY` waits without end,
///   because nobody who reads or writes waits behind it
/// @param attemptsMax how often a part is tried in all, at least once
/// @param pauseMin before the second attempt; doubled before each further one
/// @param pauseMax the longest pause
public record Patience(
    Duration lockWaitMax, int attemptsMax, Duration pauseMin, Duration pauseMax) {
  /// Five seconds for a lock, ten attempts, pauses from half a second to half a minute.
  public static final Patience DEFAULT =
      new Patience(Duration.ofSeconds(5), 10, Duration.ofMillis(500), Duration.ofSeconds(30));

  public Patience {
    if (lockWaitMax.toMillis() < 1) {
      throw new IllegalArgumentException("the wait for a lock must be at least a millisecond");
    }
    if (attemptsMax < 1) throw new IllegalArgumentException("at least one attempt is needed");
    if (pauseMin.isNegative() || pauseMax.compareTo(pauseMin) < 0) {
      throw new IllegalArgumentException("the longest pause must not be below the first");
    }
  }

  /// The pause after an attempt that failed (the first is 1): half of it is chance, so that two who
  /// met once do not meet again.
  Duration pauseAfter(int attempt, RandomGenerator random) {
    long longest = pauseMax.toMillis();
    long doubled = pauseMin.toMillis() << Math.min(attempt - 1, 20);
    long pause = Math.min(longest, doubled);
    return Duration.ofMillis(pause - pause / 2 + random.nextLong(pause / 2 + 1));
  }
}
