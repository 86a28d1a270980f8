package dev.tallystick.credit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CreditsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # amount    | rounded half to even at the sixth decimal
          0           | 0
          1.5         | 1.5
          0.0000005   | 0
          0.0000015   | 0.000002
          0.0000025   | 0.000002
          0.00000251  | 0.000003
          -0.0000015  | -0.000002
          1000000000000 | 1000000000000
          """)
  void roundsHalfToEven(BigDecimal amount, String rounded) {
    assertThat(Credits.rounded(amount)).hasToString(rounded);
  }

  @Test
  void refusesWhatItCannotHold() {
    assertThatThrownBy(() -> Credits.exact(new BigDecimal("0.0000001")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Credits.rounded(new BigDecimal("1000000000000.000001")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Credits.rounded(new BigDecimal("1e400")))
        .isInstanceOf(ArithmeticException.class);
    // Within the second, and not after it was written out.
    assertThatThrownBy(() -> Credits.exact(new BigDecimal("1e2000000000")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Credits(Long.MAX_VALUE).plus(new Credits(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  /// A few characters that stand for a hundred million digits.
  @ParameterizedTest
  @ValueSource(strings = {"1e99999999", "-1e99999999", "1e2147483647", "1e-99999999"})
  void refusesAtOnceWhatWouldTakeMinutes(String amount) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertThatThrownBy(() -> Credits.exact(new BigDecimal(amount)))
                .isInstanceOf(ArithmeticException.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0e99999999", "0e-99999999", "1e-99999999", "-1e-2147483647", "1e-8"})
  void roundsAtOnceWhatIsNothing(String amount) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> assertThat(Credits.rounded(new BigDecimal(amount))).isEqualTo(Credits.ZERO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # cost USD  | USD per credit | margin | credits
          0.0260277   | 0.01           | 0      | 2.60277
          0.0260277   | 0.01           | 0.2    | 3.123324
          0.0260277   | 0.003          | 0      | 8.6759
          1           | 0.03           | 0      | 33.333333
          0           | 0.01           | 0.5    | 0
          0.00000001  | 0.01           | 0      | 0.000001
          0.000000005 | 0.01           | 0      | 0
          """)
  void turnsCostIntoCredits(
      BigDecimal cost, BigDecimal usdPerCredit, BigDecimal margin, String credits) {
    assertThat(new CreditRate(usdPerCredit, margin).credits(cost)).hasToString(credits);
  }

  @Test
  void writesTheDecimalItHolds() {
    for (long seed = 0; seed < 2_000; seed++) {
      var credits = new Credits(new Random(seed).nextLong(-1_000_000_000_000L, 1_000_000_000_000L));
      assertThat(Credits.exact(new BigDecimal(credits.toString())))
          .as("seed %d", seed)
          .isEqualTo(credits);
    }
  }
}
