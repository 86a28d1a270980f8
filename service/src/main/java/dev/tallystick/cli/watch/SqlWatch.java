package dev.tallystick.cli.watch;

import dev.tallystick.cli.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs a statement again and again and shows each run, until it is told to stop.
///
/// One thread decides and draws; statements run on another, and what happens there and what signals
/// say comes back as events.
final class SqlWatch {
  private static final Duration REFRESH_EVERY = Duration.ofSeconds(1);
  private static final Duration BACK_OFF_MIN = Duration.ofMillis(250);
  private static final Duration BACK_OFF_MAX = Duration.ofSeconds(10);

  /// How long the end waits for a run that was cancelled.
  private static final Duration END_WAIT_MAX = Duration.ofSeconds(3);

  private static final Duration CANCEL_EVERY = Duration.ofMillis(200);

  private final WatchedStatement statement;
  private final View view;
  private final Pace pace;
  private final InstantSource clock;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  private Progress progress = Progress.NONE;
  private Duration backOff = BACK_OFF_MIN;
  private @Nullable Thread runner;
  private Optional<Instant> runningSince = Optional.empty();

  /// When to run, and what of it to show.
  ///
  /// @param every from the start of one run to the start of the next
  /// @param count how many runs in all; empty for no end
  /// @param isOnChange whether runs that say nothing new are left out
  /// @param key the columns to find rows again by; empty to infer them
  record Pace(Duration every, Optional<Integer> count, boolean isOnChange, List<String> key) {}

  private sealed interface Event {
    record Ran(Run run) implements Event {}

    record Broken(Throwable failure) implements Event {}

    record Resized() implements Event {}

    record Suspended() implements Event {}

    record Stopped() implements Event {}
  }

  SqlWatch(WatchedStatement statement, View view, Pace pace, InstantSource clock) {
    this.statement = statement;
    this.view = view;
    this.pace = pace;
    this.clock = clock;
  }

  /// Returns when it was told to stop, all runs are done, or nobody reads any more.
  ///
  /// @param signals whose end is behind that of the view, so that no signal can come between
  /// @throws Failure if the first run fails: then the statement or the database is wrong
  void run(CaughtSignals signals) throws InterruptedException {
    for (var end : List.of("INT", "TERM", "HUP")) {
      signals.on(end, () -> events.add(new Event.Stopped()));
    }
    signals.on("WINCH", () -> events.add(new Event.Resized()));
    if (view instanceof ScreenView) signals.on("TSTP", () -> events.add(new Event.Suspended()));
    try {
      loop();
    } finally {
      end();
    }
  }

  private void loop() throws InterruptedException {
    long due = System.nanoTime();
    boolean goesOn = true;
    view.refresh(progress, runningSince);
    while (goesOn) {
      if (runner == null && System.nanoTime() - due >= 0) {
        start();
        due += pace.every().toNanos();
      }
      var event = events.poll(untilNext(due).toNanos(), TimeUnit.NANOSECONDS);
      switch (event) {
        case Event.Ran(var run) -> {
          runner = null;
          runningSince = Optional.empty();
          goesOn = show(run);
          due = next(run, due);
        }
        case Event.Broken(var failure) -> throw new IllegalStateException(failure);
        case Event.Suspended() -> view.suspend();
        case Event.Stopped() -> goesOn = false;
        case Event.Resized() -> view.refresh(progress, runningSince);
        case null -> view.refresh(progress, runningSince);
      }
    }
  }

  private void start() {
    runningSince = Optional.of(clock.instant());
    runner = Thread.ofPlatform().daemon().name("watch").start(this::runOnce);
  }

  private void runOnce() {
    try {
      events.add(new Event.Ran(statement.run()));
    } catch (RuntimeException | Error failure) {
      events.add(new Event.Broken(failure));
    }
  }

  private Duration untilNext(long due) {
    if (runner != null) return REFRESH_EVERY;
    var left = Duration.ofNanos(Math.max(0, due - System.nanoTime()));
    return left.compareTo(REFRESH_EVERY) < 0 ? left : REFRESH_EVERY;
  }

  /// The beat is kept: a run that takes longer than one skips those it missed. Without a connection
  /// it is tried sooner, and then less and less often.
  private long next(Run run, long due) {
    long now = System.nanoTime();
    if (run.outcome() instanceof Outcome.Lost) {
      long at = now + backOff.toNanos();
      backOff = backOff.multipliedBy(2);
      if (backOff.compareTo(BACK_OFF_MAX) > 0) backOff = BACK_OFF_MAX;
      return at;
    }
    backOff = BACK_OFF_MIN;
    long every = pace.every().toNanos();
    long missed = Math.max(0, now - due) / every;
    return now - due < 0 ? due : due + (missed + 1) * every;
  }

  /// Returns whether there is anything left to do.
  private boolean show(Run run) {
    var isFirst = progress.last().isEmpty();
    if (isFirst) failIfUseless(run);
    progress = progress.and(run, pace.key());
    boolean isRepeated = pace.isOnChange() || run.outcome() instanceof Outcome.Lost;
    boolean isRead = (isRepeated && !progress.isNews()) || view.show(progress);
    return isRead && pace.count().map(count -> progress.runs() < count).orElse(true);
  }

  private void failIfUseless(Run run) {
    switch (run.outcome()) {
      case Outcome.Refused(var refusal) ->
          throw new Failure(String.join("\n", refusal.lines(statement.sql())));
      case Outcome.Lost(var message) -> throw new Failure("no connection: " + message);
      case Outcome.Rows(var snapshot) -> {
        if (pace.key().isEmpty() || Key.named(pace.key(), snapshot.columns()).isPresent()) return;
        throw new Failure(
            "--key names %s; the columns are %s"
                .formatted(
                    String.join(", ", pace.key()),
                    String.join(", ", snapshot.columns().stream().map(Column::name).toList())));
      }
      case Outcome.Done _ -> {}
    }
  }

  /// Cancels what still runs, as often as it takes: it may be about to begin.
  private void end() throws InterruptedException {
    long deadline = System.nanoTime() + END_WAIT_MAX.toNanos();
    while (runner != null && runner.isAlive() && System.nanoTime() - deadline < 0) {
      statement.cancel();
      var _ = runner.join(CANCEL_EVERY);
    }
  }
}
