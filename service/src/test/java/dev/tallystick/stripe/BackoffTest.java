package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final double MIDDLE = 0.5;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
           1 | PT2S
           2 | PT4S
           3 | PT8S
          10 | PT17M4S
          15 | PT9H6M8S
          16 | PT12H
          19 | PT12H
          """)
  void waitsTwiceAsLongEachTime(int attempts, Duration pause) {
    assertThat(Backoff.after(attempts, MIDDLE)).contains(pause);
  }

  @Test
  void endsAfterAboutThreeDays() {
    var total = Duration.ZERO;
    int attempts = 1;
    for (var pause = Backoff.after(1, MIDDLE); pause.isPresent(); ) {
      total = total.plus(pause.get());
      pause = Backoff.after(++attempts, MIDDLE);
    }
    assertThat(attempts).isEqualTo(20);
    assertThat(total).isBetween(Duration.ofHours(60), Duration.ofHours(72));
  }

  @Test
  void spreadsWhatFailedTogether() {
    for (long seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      int attempts = 1 + random.nextInt(19);
      var middle = Backoff.after(attempts, MIDDLE).orElseThrow().toMillis();
      var pause = Backoff.after(attempts, random.nextDouble()).orElseThrow().toMillis();
      assertThat(pause).as("seed %d", seed).isBetween(middle * 3 / 4, middle * 5 / 4);
    }
    assertThat(Backoff.after(5, 0.1)).isNotEqualTo(Backoff.after(5, 0.9));
  }
}
