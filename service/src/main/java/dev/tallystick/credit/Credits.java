package dev.tallystick.credit;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What users hold and spend: a whole number of millionths of a credit, so that sums are exact. May
/// be negative where it is a movement; amounts that must not be are checked where they enter.
public record Credits(long micros) implements Comparable<Credits> {
  /// Decimals of a credit, in Java, in the database and in JSON.
  public static final int SCALE = 6;

  // Those of MAX, before the point.
  private static final int WHOLE_DIGITS_MAX = 13;

  /// Below what `numeric(20,6)` holds, with room for sums in a long.
  public static final Credits MAX = new Credits(1_000_000_000_000_000_000L);

  public static final Credits ZERO = new Credits(0);

  /// The nearest amount, half to even.
  ///
  /// @throws ArithmeticException if it is beyond [#MAX]
  public static Credits rounded(BigDecimal credits) {
    // Strangers write exponents, and to write out what 1e99999999 stands for takes minutes.
    long wholeDigits = (long) credits.precision() - credits.scale();
    if (credits.signum() == 0 || wholeDigits < -SCALE) return ZERO;
    if (wholeDigits > WHOLE_DIGITS_MAX) {
      throw new ArithmeticException("more than 10^12 credits: " + credits);
    }
    var micros = credits.setScale(SCALE, RoundingMode.HALF_EVEN).unscaledValue();
    if (micros.bitLength() > 63 || Math.abs(micros.longValue()) > MAX.micros) {
      throw new ArithmeticException("more than 10^12 credits: " + credits);
    }
    return new Credits(micros.longValue());
  }

  /// The amount itself.
  ///
  /// @throws ArithmeticException if it has more than six decimals or is beyond [#MAX]
  public static Credits exact(BigDecimal credits) {
    if (credits.stripTrailingZeros().scale() > SCALE) {
      throw new ArithmeticException("more than " + SCALE + " decimals: " + credits);
    }
    return rounded(credits);
  }

  public BigDecimal toBigDecimal() {
    return BigDecimal.valueOf(micros, SCALE);
  }

  public Credits plus(Credits other) {
    return new Credits(Math.addExact(micros, other.micros));
  }

  public Credits minus(Credits other) {
    return new Credits(Math.subtractExact(micros, other.micros));
  }

  public Credits negated() {
    return new Credits(-micros);
  }

  public Credits min(Credits other) {
    return micros <= other.micros ? this : other;
  }

  public boolean isZero() {
    return micros == 0;
  }

  public boolean isPositive() {
    return micros > 0;
  }

  @Override
  public int compareTo(Credits other) {
    return Long.compare(micros, other.micros);
  }

  /// The decimal number without trailing zeros: `12.5`, `0`, `-0.000001`.
  @Override
  public String toString() {
    return micros == 0 ? "0" : toBigDecimal().stripTrailingZeros().toPlainString();
  }
}
