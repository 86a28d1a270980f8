package dev.tallystick.stripe;

import java.time.Duration;
import java.util.Optional;

/// How long to wait before what failed is tried again.
final class Backoff {
  /// After so many tries in vain, which take about three days, a person has to look at it.
  static final int ATTEMPTS_MAX = 20;

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofHours(12);

  /// From a quarter less to a quarter more, so that what failed together is not tried together.
  private static final double JITTER = 0.25;

  private Backoff() {}

  /// The pause after a try in vain: twice the one before it, up to a longest.
  ///
  /// @param attempts how many there were, with this one
  /// @param random from 0 to 1
  /// @return empty if there is to be no other try
  static Optional<Duration> after(int attempts, double random) {
    if (attempts >= ATTEMPTS_MAX) return Optional.empty();
    long doubled = FIRST.toMillis() << (attempts - 1);
    long pause = Math.min(doubled, LONGEST.toMillis());
    return Optional.of(Duration.ofMillis(Math.round(pause * (1 - JITTER + 2 * JITTER * random))));
  }
}
