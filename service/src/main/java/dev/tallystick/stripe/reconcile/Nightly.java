package dev.tallystick.stripe.reconcile;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares and repairs each night at 03:00 UTC, on one server of the database: what Stripe made
/// within a week, and on Sundays everything.
public final class Nightly {
  private static final Logger log = LoggerFactory.getLogger(Nightly.class);

  private static final LocalTime AT = LocalTime.of(3, 0);
  private static final Duration WINDOW = Duration.ofDays(7);

  /// After a night that failed, as a rule because Stripe was out of reach.
  private static final Duration PAUSE = Duration.ofMinutes(15);

  private static final Reconciliation.Order WHOLE =
      new Reconciliation.Order(true, Optional.empty());

  private final Reconciling reconciling;
  private final Reconciliations books;
  private final InstantSource clock;

  public Nightly(Reconciling reconciling, Reconciliations books, InstantSource clock) {
    this.reconciling = reconciling;
    this.books = books;
    this.clock = clock;
  }

  public RecurringTask<Void> task() {
    return Tasks.recurring("reconcile with stripe", Schedules.daily(ZoneOffset.UTC, AT))
        // Not tomorrow: what was stopped goes on.
        .onFailure((failed, ops) -> ops.reschedule(failed, failed.getTimeDone().plus(PAUSE)))
        .execute((_, _) -> run());
  }

  /// What is to be done in the night of `now`.
  static Reconciliation.Order order(Instant now) {
    var day = now.atOffset(ZoneOffset.UTC).getDayOfWeek();
    return day == DayOfWeek.SUNDAY
        ? WHOLE
        : new Reconciliation.Order(
            true, Optional.of(now.minus(WINDOW).truncatedTo(ChronoUnit.DAYS)));
  }

  void run() {
    var order = order(clock.instant());
    var outcome = reconciling.run(order, false, _ -> {});
    if (outcome instanceof Reconciling.Outcome.OtherStopped(var stopped)) {
      // One of everything was a Sunday's: it comes to its end first, in whatever night that is. One
      // of a week was for its own night; one by hand that was stopped, too.
      boolean isWhole = stopped.order().equals(WHOLE);
      if (isWhole) tell(reconciling.run(WHOLE, false, _ -> {}));
      outcome = reconciling.run(order, !isWhole, _ -> {});
    }
    tell(outcome);
  }

  private void tell(Reconciling.Outcome outcome) {
    switch (outcome) {
      case Reconciling.Outcome.Finished(var id) -> tell(books.find(id).orElseThrow());
      case Reconciling.Outcome.Busy _ -> log.info("Reconciliation: another process is at it");
      case Reconciling.Outcome.OtherStopped _ ->
          log.warn("Reconciliation: another one was stopped meanwhile");
    }
  }

  private static void tell(Reconciliation done) {
    var sentence = "Reconciliation {}: {} checked, {} differed from Stripe, {} of them repaired";
    Object[] facts = {done.id(), done.checked(), done.differing(), done.repaired()};
    if (done.differing() == done.repaired()) log.info(sentence, facts);
    else log.warn(sentence, facts);
  }
}
