package dev.tallystick.credit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// How cost becomes credits: `credits = cost × (1 + margin) ÷ usdPerCredit`, rounded half to even
/// at the sixth decimal.
///
/// @param usdPerCredit what one credit stands for, in USD; positive
/// @param margin what is added to the cost, as a fraction: 0.2 is 20 %; above -1
public record CreditRate(BigDecimal usdPerCredit, BigDecimal margin) {
  /// A credit is a cent, and nothing is added.
  public static final CreditRate DEFAULT = new CreditRate(new BigDecimal("0.01"), BigDecimal.ZERO);

  /// Enough that only the rounding to six decimals is seen.
  private static final MathContext QUOTIENT = new MathContext(50, RoundingMode.HALF_EVEN);

  public CreditRate {
    if (usdPerCredit.signum() <= 0) {
      throw new IllegalArgumentException("USD per credit must be above 0: " + usdPerCredit);
    }
    if (margin.compareTo(BigDecimal.ONE.negate()) <= 0) {
      throw new IllegalArgumentException("the margin must be above -1: " + margin);
    }
  }

  /// What a cost in USD takes in credits.
  public Credits credits(BigDecimal costUsd) {
    var charged = costUsd.multiply(BigDecimal.ONE.add(margin));
    return Credits.rounded(charged.divide(usdPerCredit, QUOTIENT));
  }
}
