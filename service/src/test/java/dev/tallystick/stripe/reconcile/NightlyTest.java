package dev.tallystick.stripe.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import dev.tallystick.stripe.StripeUnavailable;
import dev.tallystick.stripe.TestingStripe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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

  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  private static final TestingHalves halves = new TestingHalves(stripe);

  private static Nightly nightly(Instant now) {
    return new Nightly(halves.reconciling(), halves.books(), () -> now);
  }

  @Test
  void aSundayThatWasStoppedComesToItsEndOnMonday() {
    stripe.simulator().faults().down();
    var sunday = nightly(Instant.parse("2026-11-29T03:00:00Z"));
    assertThatThrownBy(sunday::run).isInstanceOf(StripeUnavailable.class);
    stripe.simulator().faults().up();
    var stopped = halves.books().list(Optional.empty(), 1).getFirst();
    assertThat(stopped.status()).isEqualTo(Reconciliation.Status.RUNNING);

    var monday = Instant.parse("2026-11-30T03:00:00Z");
    nightly(monday).run();
    assertThat(halves.books().find(stopped.id()).orElseThrow().status())
        .isEqualTo(Reconciliation.Status.DONE);
    var last = halves.books().list(Optional.empty(), 1).getFirst();
    assertThat(last.order()).isEqualTo(Nightly.order(monday));
    assertThat(last.status()).isEqualTo(Reconciliation.Status.DONE);
  }

  @Test
  void aNightThatFailedIsTriedAgainInTheSameNight() {
    var at = Instant.parse("2026-11-29T03:00:00Z");
    var task = nightly(at).task();
    var execution = new Execution(at, task.schedulableInstance("x").getTaskInstance());
    var next = new ArrayList<Instant>();
    task.getFailureHandler()
        .onFailure(
            ExecutionComplete.failure(execution, at, at.plusSeconds(30), new RuntimeException()),
            new ExecutionOperations<>(null, null, execution) {
              @Override
              public void reschedule(ExecutionComplete failed, Instant time) {
                next.add(time);
              }
            });
    assertThat(next).containsExactly(at.plusSeconds(30).plus(Duration.ofMinutes(15)));
  }

  @Test
  void oneThatIsStoppedAndRunAgainTheSameNightIsTheSame() {
    assertThat(Nightly.order(Instant.parse("2026-11-27T03:00:00Z")))
        .isEqualTo(Nightly.order(Instant.parse("2026-11-27T05:10:00Z")));
  }
}
