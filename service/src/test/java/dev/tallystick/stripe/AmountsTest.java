package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "10,           usd, 1000",
    "9.50,         usd, 950",
    "1e2,          usd, 10000",
    "9.505,        usd,",
    "0,            usd,",
    "-1,           usd,",
    "ten,          usd,",
    "500,          jpy, 500",
    "1e99999999,   usd,",
    "0e-99999999,  usd,",
    "1e-99999999,  usd,",
    "1e2147483647, usd,"
  })
  void readsAtOnceWhatPeopleType(String text, String currency, Long amount) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () -> assertThat(Amounts.read(text, currency)).isEqualTo(Optional.ofNullable(amount)));
  }
}
