package dev.tallystick.stripe.reconcile;

import dev.tallystick.stripe.StripeUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// How long a reconciliation waits, and for what.
///
/// @param looks the pauses before the looks at what seems to differ: a webhook may be on its way
/// @param outages the pauses after answers that Stripe did not give, one after the other
public record Patience(List<Duration> looks, List<Duration> outages) {
  public Patience {
    looks = List.copyOf(looks);
    outages = List.copyOf(outages);
  }

  public static final Patience DEFAULT =
      new Patience(
          List.of(Duration.ofSeconds(5), Duration.ofSeconds(10)),
          List.of(
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(4),
              Duration.ofSeconds(8),
              Duration.ofSeconds(15)));

  /// Does what may meet a Stripe that is busy or away, again after each pause.
  ///
  /// @throws StripeUnavailable if it still is after the last
  <T> T with(Supplier<T> work) {
    for (var pause : outages) {
      try {
        return work.get();
      } catch (StripeUnavailable _) {
        await(pause);
      }
    }
    return work.get();
  }

  /// @throws CancellationException if the thread is interrupted: the server stops
  static void await(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancellationException("stopped while it waited");
    }
  }
}
