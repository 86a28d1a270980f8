package dev.tallystick.stripe;

import java.time.Duration;

/// Stripe gives no answer now, or too many were asked: the same may succeed later.
public final class StripeUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// After which to try again.
  public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  StripeUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
