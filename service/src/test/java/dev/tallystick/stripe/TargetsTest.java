package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.TestingBooks;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How many credits are to be taken back of a grant.
class TargetsTest {
  private static String words(Targets targets) {
    return targets.refund() + " " + targets.lost() + " " + targets.dispute();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # principal | paid | refunded | disputed | lost | refund, lost, dispute
          1000        | 1000 | 0        | 0        | 0    | 0 0 0
          1000        | 1000 | 1        | 0        | 0    | 1 0 0
          1000        | 1000 | 1000     | 0        | 0    | 1000 0 0
          1000        | 1000 | 0        | 1000     | 0    | 0 0 1000
          1000        | 1000 | 0        | 0        | 1000 | 0 1000 0
          1000        | 1000 | 200      | 300      | 400  | 200 400 300
          1000        | 1000 | 600      | 1000     | 0    | 600 0 400
          1000        | 1000 | 600      | 1000     | 1000 | 600 400 0
          1000        | 1000 | 2000     | 0        | 0    | 1000 0 0
          100         | 3    | 1        | 0        | 0    | 33.333333 0 0
          100         | 3    | 2        | 0        | 0    | 66.666666 0 0
          100         | 3    | 1        | 1        | 1    | 33.333333 33.333333 33.333334
          0.000001    | 2    | 1        | 0        | 0    | 0 0 0
          0.000001    | 2    | 1        | 1        | 0    | 0 0 0.000001
          5           | 0    | 0        | 0        | 0    | 0 0 0
          5           | 0    | 7        | 7        | 7    | 0 0 0
          """)
  void takesThePartOfTheCreditsThatIsThePartOfTheMoney(
      String principal, long paid, long refunded, long disputed, long lost, String expected) {
    var money = new Money(paid, refunded, disputed, lost);
    assertThat(words(Targets.of(TestingBooks.credits(principal), money))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 200 400 300",
    "900, 200 400 300",
    "700, 200 400 100",
    "500, 200 300 0",
    "150, 150 0 0",
    "0, 0 0 0"
  })
  void takesNoMoreThanOthersLeft(String left, String expected) {
    var targets = Targets.of(TestingBooks.credits("1000"), new Money(1000, 200, 300, 400));
    assertThat(words(targets.within(TestingBooks.credits(left)))).isEqualTo(expected);
  }

  @Test
  void isAllOfTheCreditsOnlyForAllOfTheMoney() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var principal = new Credits(1 + random.nextLong(Credits.MAX.micros()));
      long paid = 1 + random.nextLong(1L << random.nextInt(1, 40));
      var money = new Money(paid, part(random, paid), part(random, paid), part(random, paid));
      var targets = Targets.of(principal, money);
      var all = targets.refund().plus(targets.lost()).plus(targets.dispute());
      assertThat(targets.refund()).isBetween(Credits.ZERO, principal);
      assertThat(targets.lost()).isBetween(Credits.ZERO, principal);
      assertThat(targets.dispute()).isBetween(Credits.ZERO, principal);
      boolean isAll = money.refunded() + money.disputed() + money.lost() >= paid;
      assertThat(all.equals(principal)).as("%s of %s", money, principal).isEqualTo(isAll);
      assertThat(all).isLessThanOrEqualTo(principal);
    }
  }

  private static long part(Random random, long paid) {
    return random.nextInt(3) == 0 ? 0 : random.nextLong(paid + 1);
  }
}
