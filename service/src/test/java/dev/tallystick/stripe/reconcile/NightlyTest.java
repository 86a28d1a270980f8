package dev.tallystick.stripe.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is compared in which night.
final class NightlyTest {
  @Test
  void aWeekIsComparedEachNightAndEverythingOnSundays() {
    var saturday = Nightly.order(Instant.parse("2026-11-28T03:00:00Z"));
    assertThat(saturday.isRepair()).isTrue();
    assertThat(saturday.since()).contains(Instant.parse("2026-11-21T00:00:00Z"));
    assertThat(Nightly.order(Instant.parse("2026-11-29T03:00:00Z")))
        .isEqualTo(new Reconciliation.Order(true, Optional.empty()));
  }

  @Test
  void oneThatIsStoppedAndRunAgainTheSameNightIsTheSame() {
    assertThat(Nightly.order(Instant.parse("2026-11-27T03:00:00Z")))
        .isEqualTo(Nightly.order(Instant.parse("2026-11-27T05:10:00Z")));
  }
}
