package dev.tallystick.stripe;

import java.util.Objects;

/// Stripe refuses a request: what was asked for is not there, or not allowed. Asking again is of no
/// use by itself.
public final class StripeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Stripe's code for an object that does not exist.
  public static final String MISSING = "resource_missing";

  private final String code;

  StripeRefused(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// What Stripe says, for who asked.
  public String sentence() {
    return Objects.requireNonNullElse(getMessage(), code);
  }

  /// Stripe's code, or its type of error where it gives none.
  public String code() {
    return code;
  }
}
