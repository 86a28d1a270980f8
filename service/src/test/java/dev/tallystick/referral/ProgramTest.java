package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Reversal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramTest {
  private static final Credits CREDITS_500 = Credits.exact(new BigDecimal("500"));

  @Test
  void rewardsBothAtTheFirstMessageWhereNothingIsSaid() {
    var program = Program.of(Map.of());
    assertThat(program).isEqualTo(Program.DEFAULT);
    assertThat(program.terms())
        .isEqualTo(
            new Referral.Terms(
                Completion.FIRST_MESSAGE,
                Duration.ZERO,
                CREDITS_500,
                CREDITS_500,
                Optional.empty(),
                Reversal.Spent.DEBT));
    assertThat(program.window()).isEqualTo(Duration.ofDays(30));
    assertThat(program.qualifyIn()).isEqualTo(Duration.ofDays(90));
    assertThat(program.review()).isEqualTo(ReviewRules.DEFAULT);
  }

  @Test
  void takesWhatIsSaid() {
    var program =
        Program.of(
            Map.of(
                "TALLY_REFERRAL_COMPLETES", "first_purchase",
                "TALLY_REFERRAL_HOLD_DAYS", "14",
                "TALLY_REFERRAL_REFERRER_CREDITS", "12.5",
                "TALLY_REFERRAL_REFERRED_CREDITS", "0",
                "TALLY_REFERRAL_CREDITS_DAYS", "60",
                "TALLY_REFERRAL_WINDOW_DAYS", "7",
                "TALLY_REFERRAL_QUALIFY_DAYS", "21",
                "TALLY_REFERRAL_SPENT", "write_off",
                "TALLY_REFERRAL_REVIEW_SCORE", "70"));
    assertThat(program.terms())
        .isEqualTo(
            new Referral.Terms(
                Completion.FIRST_PURCHASE,
                Duration.ofDays(14),
                Credits.exact(new BigDecimal("12.5")),
                Credits.ZERO,
                Optional.of(Duration.ofDays(60)),
                Reversal.Spent.WRITE_OFF));
    assertThat(program.window()).isEqualTo(Duration.ofDays(7));
    assertThat(program.qualifyIn()).isEqualTo(Duration.ofDays(21));
    assertThat(program.review().reviewScore()).isEqualTo(70);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          COMPLETES        | first_login | at_once, first_message, first_purchase
          HOLD_DAYS        | -1          | whole days from 0 to 3650
          HOLD_DAYS        | 1.5         | whole days from 0 to 3650
          WINDOW_DAYS      | 0           | whole days from 1 to 3650
          QUALIFY_DAYS     | 3651        | whole days from 1 to 3650
          CREDITS_DAYS     | never       | whole days from 0 to 3650
          REFERRER_CREDITS | -1          | a number of credits, not negative
          REFERRED_CREDITS | 0.0000001   | at most six decimals
          REFERRED_CREDITS | 1e30        | a number of credits
          REFERRER_CREDITS | many        | a number of credits
          SPENT            | forget      | debt or write_off
          """)
  void saysWhatAVariableShouldBe(String name, String value, String expected) {
    var variable = "TALLY_REFERRAL_" + name;
    assertThatThrownBy(() -> Program.of(Map.of(variable, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable + " must be ")
        .hasMessageContaining(expected)
        .hasMessageContaining("not " + value);
  }
}
