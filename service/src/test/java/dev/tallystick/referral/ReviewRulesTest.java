package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewRulesTest {
  @Test
  void areTheDefaultWhereNothingIsSet() {
    var rules = ReviewRules.of(Map.of("TALLY_REFERRAL_WEIGHTS", " ", "TALLY_PORT", "1"));
    assertThat(rules).isEqualTo(ReviewRules.DEFAULT);
    assertThat(rules.reviewScore()).isEqualTo(100);
    assertThat(rules.perDay()).isEqualTo(10);
    assertThat(rules.disposableDomains()).isEmpty();
    for (var signal : Signal.values()) {
      assertThat(rules.weight(signal)).isEqualTo(signal.defaultWeight());
    }
  }

  @Test
  void areWhatTheEnvironmentSays() {
    var rules =
        ReviewRules.of(
            Map.of(
                "TALLY_REFERRAL_REVIEW_SCORE", "70",
                "TALLY_REFERRAL_WEIGHTS", "same_network=0, velocity = 70",
                "TALLY_REFERRAL_PER_DAY", "3",
                "TALLY_REFERRAL_DISPOSABLE_DOMAINS", "Mail.Example,b.example"));
    assertThat(rules.reviewScore()).isEqualTo(70);
    assertThat(rules.weight(Signal.SAME_NETWORK)).isZero();
    assertThat(rules.weight(Signal.VELOCITY)).isEqualTo(70);
    assertThat(rules.weight(Signal.SAME_DEVICE)).isEqualTo(100);
    assertThat(rules.perDay()).isEqualTo(3);
    assertThat(rules.disposableDomains()).isEqualTo(Set.of("mail.example", "b.example"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REVIEW_SCORE       | 0                           | whole number from 1 to 10000, not 0
          REVIEW_SCORE       | many                        | whole number from 1 to 10000, not many
          PER_DAY            | -1                          | whole number from 1 to 10000, not -1
          WEIGHTS            | velocity                    | velocity is none
          WEIGHTS            | speed=1                     | speed is no signal
          WEIGHTS            | velocity=                   | ' is no whole number from 0 to 1000'
          WEIGHTS            | velocity=-1                 | -1 is no whole number from 0 to 1000
          WEIGHTS            | velocity=1,velocity=1       | velocity is there twice
          WEIGHTS            | velocity=1,                 | ' is none'
          DISPOSABLE_DOMAINS | a.example,@b.example        | 'with commas between, not @b.example'
          DISPOSABLE_DOMAINS | localhost                   | 'with commas between, not localhost'
          """)
  void nameTheVariableThatIsWrong(String variable, String text, String message) {
    var name = "TALLY_REFERRAL_" + variable;
    assertThatThrownBy(() -> ReviewRules.of(Map.of(name, text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " must be ")
        .hasMessageContaining(message);
  }

  @Test
  void theBuiltInDomainsAreSortedAndInLowerCase() {
    var built = DisposableDomains.builtIn();
    assertThat(built).hasSizeGreaterThan(150).allMatch(it -> it.matches("[a-z0-9.-]+\\.[a-z]+"));
    assertThat(DisposableDomains.with(Set.of("mail.example")).all())
        .isEqualTo(with(built, "mail.example"));
  }

  private static Set<String> with(Set<String> all, String one) {
    var more = new HashSet<>(all);
    more.add(one);
    return more;
  }
}
