package dev.tallystick.price;

import java.math.BigDecimal;

/// The one form in which decimals are kept, so that equal figures are equal records.
final class Decimals {
  private Decimals() {}

  /// The same number without trailing zeros and without an exponent: `3`, not `3.00` or `3E+0`.
  static BigDecimal plain(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
