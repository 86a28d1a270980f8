package dev.tallystick.stripe;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;

/// Amounts as people read them.
public final class Amounts {
  // Stripe counts these in hundredths, though they have none any more.
  private static final Set<String> HUNDREDTHS = Set.of("isk", "ugx");

  private Amounts() {}

  /// Such as `10.00 USD`.
  ///
  /// @param amount in the smallest unit of the currency, as Stripe has it
  public static String text(long amount, String currency) {
    var code = currency.toUpperCase(Locale.ROOT);
    return BigDecimal.valueOf(amount, digits(currency, code)).toPlainString() + " " + code;
  }

  private static int digits(String currency, String code) {
    if (HUNDREDTHS.contains(currency)) return 2;
    try {
      return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
    } catch (IllegalArgumentException _) {
      return 2;
    }
  }
}
