package dev.tallystick.stripe.topup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.credit.Account;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Grant;
import dev.tallystick.stripe.Amounts;
import dev.tallystick.stripe.Pack;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedTest {
  private static Credits credits(String text) {
    return Credits.exact(new BigDecimal(text));
  }

  private static Account account(String balance, String debt, String held, String below) {
    var grant =
        new Grant(
            new UUID(0, 1),
            new UUID(0, 2),
            "start",
            Grant.Type.ADMIN,
            1,
            credits(balance),
            credits(balance),
            Optional.empty(),
            Instant.EPOCH);
    return new Account(
        new UUID(0, 1),
        credits(debt),
        credits(held),
        false,
        Optional.ofNullable(below).map(NeedTest::credits),
        List.of(grant));
  }

  /// A pack has 1000 credits and costs 1000.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # balance | debt     | held | below    | left    | need
          500       | 0        | 0    | 500      | 5000    | nothing
          499.999999| 0        | 0    | 500      | 5000    | 1
          0.000001  | 0        | 0    | 0        | 5000    | nothing
          1         | 1        | 0    | 0        | 5000    | nothing
          1         | 1.000001 | 0    | 0        | 5000    | 1
          499       | 0        | 0    |          | 5000    | nothing
          1         | 0        | 0    | 1001     | 5000    | 1
          1         | 0        | 0    | 1001.1   | 5000    | 2
          1         | 2000     | 0    | 500      | 5000    | 3
          600       | 0        | 200  | 500      | 5000    | 1
          1         | 9000     | 0    | 500      | 5000    | 5
          1         | 9000     | 0    | 500      | 5999    | 5
          1         | 0        | 0    | 500      | 1000    | 1
          1         | 0        | 0    | 500      | 999     | over max
          1         | 0        | 0    | 500      | 0       | over max
          1         | 0        | 0    | 500      | -3000   | over max
          1         | 1        | 0    | 1000000000000 | 9223372036854775807 | 999999999
          999999999900 | 999999999900 | 0 | 500  | 5000    | over max
          """)
  void isAsManyPacksAsItTakesWithinWhatMayBeSpent(
      String balance, String debt, String held, String below, long left, String need) {
    var pack = new Pack("starter", credits("1000"), 1000, "usd");
    var expected =
        switch (need) {
          case "nothing" -> new Need.Nothing();
          case "over max" -> new Need.OverMax();
          default -> new Need.Packs(Integer.parseInt(need));
        };
    assertThat(Need.of(account(balance, debt, held, below), pack, left)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, usd, 10.00 USD",
    "5, eur, 0.05 EUR",
    "1000, jpy, 1000 JPY",
    "1000, isk, 10.00 ISK",
    "1000, kwd, 1.000 KWD",
    "1000, zzz, 10.00 ZZZ"
  })
  void amountsReadAsPeopleWriteThem(long amount, String currency, String text) {
    assertThat(Amounts.text(amount, currency)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 10", "3, 20", "7, 320", "8, 600", "9, 600", "2000000000, 600"})
  void pausesGrow(int attempts, long seconds) {
    assertThat(TopUps.pause(attempts).toSeconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-10T10:00:00Z, 2026-09-01T00:00:00Z, 2026-10-01T00:00:00Z",
    "2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
    "2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2027-02-01T00:00:00Z"
  })
  void monthsAreThoseOfTheCalendar(Instant now, Instant month, Instant next) {
    assertThat(ShortfallNotices.monthOf(now)).isEqualTo(month);
    assertThat(ShortfallNotices.monthOf(now, 1)).isEqualTo(next);
  }
}
