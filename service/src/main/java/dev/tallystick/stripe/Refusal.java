package dev.tallystick.stripe;

import java.util.Locale;

/// Why credits are not given though they were paid for. It is tried again whenever the purchase is
/// fetched; giving the money back is a person's decision.
enum Refusal {
  USER_DELETED,
  /// With them the user would have more than an account holds.
  ACCOUNT_FULL;

  /// As stored.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
