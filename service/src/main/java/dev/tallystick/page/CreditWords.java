package dev.tallystick.page;

import dev.tallystick.credit.Credits;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/// Credits in words.
final class CreditWords {
  private CreditWords() {}

  /// As `1,500 credits`.
  static String credits(Credits credits) {
    var text = number(credits);
    return text + (text.equals("1") ? " credit" : " credits");
  }

  /// As `1,500`.
  static String number(Credits credits) {
    var number =
        new DecimalFormat("#,##0.######", DecimalFormatSymbols.getInstance(Locale.ENGLISH));
    number.setRoundingMode(RoundingMode.UNNECESSARY);
    return number.format(credits.toBigDecimal());
  }
}
