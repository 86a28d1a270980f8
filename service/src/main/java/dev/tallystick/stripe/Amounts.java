package dev.tallystick.stripe;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Amounts as people read and write them.
public final class Amounts {
  // Stripe counts these in hundredths, though they have none any more.
  private static final Set<String> HUNDREDTHS = Set.of("isk", "ugx");

  // And this one in whole units, though it has fifths.
  private static final Set<String> WHOLE = Set.of("mga");

  private static final int CHARS_MAX = 20;

  private Amounts() {}

  /// Such as `10.00 USD`.
  ///
  /// @param amount in the smallest unit of the currency, as Stripe has it
  public static String text(long amount, String currency) {
    return number(amount, currency) + " " + currency.toUpperCase(Locale.ROOT);
  }

  /// Such as `10.00`.
  public static String number(long amount, String currency) {
    return BigDecimal.valueOf(amount, digits(currency)).toPlainString();
  }

  /// What a person typed, such as `10` or `9.50`, in the smallest unit of the currency; empty if
  /// that is no amount above zero.
  public static Optional<Long> read(String text, String currency) {
    if (text.length() > CHARS_MAX) return Optional.empty();
    try {
      // Not movePointRight, which writes out what 1e99999999 stands for.
      var amount = new BigDecimal(text).scaleByPowerOfTen(digits(currency)).longValueExact();
      return Optional.of(amount).filter(it -> it > 0);
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static int digits(String currency) {
    if (HUNDREDTHS.contains(currency)) return 2;
    if (WHOLE.contains(currency)) return 0;
    try {
      var code = currency.toUpperCase(Locale.ROOT);
      return Math.max(0, Currency.getInstance(code).getDefaultFractionDigits());
    } catch (IllegalArgumentException _) {
      return 2;
    }
  }
}
