package dev.tallystick.identity;

import java.util.Locale;

/// Whether who signs in with an address that nobody has gets an account.
public enum SignUp {
  OPEN,
  CLOSED;

  /// As configured.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
