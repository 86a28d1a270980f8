package dev.tallystick.stripe;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.postgres.StoredTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies the events of the inbox, a few at once: on each server of a database, each event on one
/// of them. Events of a server that died are taken over by another.
final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private static final int AT_ONCE = 4;

  // So few are taken ahead that a server that dies keeps little from the others.
  private static final double TAKEN_AHEAD_MIN = 0.5;
  private static final double TAKEN_AHEAD_MAX = 3;

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int PAUSES_MAX = 100;

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  // Four missed heartbeats, looked for at every second one: 18 seconds until others take over.
  private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(3);
  private static final int HEARTBEATS_MISSED_MAX = 4;

  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final int LOCKS = 64;
  private static final int ERROR_CHARS_MAX = 500;

  private final Inbox inbox;
  private final Syncing syncing;
  private final InstantSource clock;
  private final DoubleSupplier random;
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
  private final LongAdder failures = new LongAdder();
  private final Scheduler scheduler;

  /// @param random from 0 to 1
  /// @param nightly what one of the servers does each night
  Worker(
      Database database,
      Inbox inbox,
      Syncing syncing,
      InstantSource clock,
      DoubleSupplier random,
      RecurringTask<Void> nightly) {
    this.inbox = inbox;
    this.syncing = syncing;
    this.clock = clock;
    this.random = random;
    var threads = Thread.ofVirtual().name("stripe-", 0).factory();
    this.scheduler =
        new Polling(database, task())
            .startTasks(nightly)
            .tableName("tally.scheduled_tasks")
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
            .schedulerName(new SchedulerName.Fixed("process " + ProcessHandle.current().pid()))
            .clock(clock::instant)
            .threads(AT_ONCE)
            .executorService(Executors.newFixedThreadPool(AT_ONCE, threads))
            .pollUsingLockAndFetch(TAKEN_AHEAD_MIN, TAKEN_AHEAD_MAX)
            .heartbeatInterval(HEARTBEAT_INTERVAL)
            .missedHeartbeatsLimit(HEARTBEATS_MISSED_MAX)
            .shutdownMaxWait(STOP_MAX)
            .build();
  }

  /// Looks every second of the machine's clock, whatever is done to ours.
  private static final class Polling extends SchedulerBuilder {
    Polling(Database database, Task<?> task) {
      super(database.dataSource(), List.of(task));
    }

    @Override
    protected Waiter buildWaiter() {
      return new Waiter(POLL_INTERVAL);
    }
  }

  private Task<Void> task() {
    return Tasks.custom(Inbox.TASK, Void.class).execute((instance, _) -> apply(instance.getId()));
  }

  void start() {
    scheduler.start();
  }

  /// Says that there is something to do.
  void wake() {
    scheduler.triggerCheckForDueExecutions();
  }

  /// How often one was tried here in vain.
  long failures() {
    return failures.sum();
  }

  private CompletionHandler<Void> apply(String id) {
    giveWay();
    var found = inbox.waiting(id);
    if (found.isEmpty()) return done();
    // What is about one object comes together: the first fetch covers the rest.
    var lock = locks.get(Math.floorMod(found.get().subject().hashCode(), LOCKS));
    lock.lock();
    try {
      return inbox.waiting(id).map(this::apply).orElseGet(Worker::done);
    } finally {
      lock.unlock();
    }
  }

  /// Lets a burst be stored first, but not for ever.
  private void giveWay() {
    for (int pauses = 0; inbox.isBusy() && pauses < PAUSES_MAX; pauses++) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private CompletionHandler<Void> apply(Inbox.Waiting event) {
    if (event.retryAt().isPresent() && event.retryAt().get().isAfter(clock.instant())) {
      return again(event.retryAt().get());
    }
    try {
      syncing.sync(event.subject());
      var left = inbox.waiting(event.id());
      if (left.isEmpty()) return done();
      // Replayed while it was fetched: as if it came only now.
      if (left.get().no() != event.no()) return again(clock.instant());
      throw new IllegalStateException("what was fetched did not settle it");
    } catch (RuntimeException failure) {
      return failed(event, failure);
    }
  }

  private static CompletionHandler<Void> done() {
    return (_, operations) -> operations.remove();
  }

  private static CompletionHandler<Void> again(Instant at) {
    return (complete, operations) -> operations.reschedule(complete, at);
  }

  private CompletionHandler<Void> failed(Inbox.Waiting event, RuntimeException failure) {
    failures.increment();
    int attempts = event.attempts() + 1;
    var retryAt =
        Backoff.after(attempts, random.getAsDouble())
            .map(pause -> StoredTime.of(clock.instant().plus(pause)));
    var error = sentence(failure);
    tell(event, attempts, error, failure);
    inbox.noteFailure(event, error, retryAt);
    return retryAt.map(Worker::again).orElseGet(Worker::done);
  }

  /// Why, as text that the database holds, and without what a row of ours is called.
  static String sentence(RuntimeException failure) {
    var state = SqlState.of(failure).code();
    if (!state.isEmpty()) return "the database refuses it: SQLSTATE " + state;
    var message = Optional.ofNullable(failure.getMessage()).orElse("").replace('\0', ' ');
    if (message.isBlank()) return failure.getClass().getSimpleName();
    var part = message.substring(0, Math.min(message.length(), ERROR_CHARS_MAX));
    // Halves of surrogate pairs become question marks.
    return new String(part.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static void tell(
      Inbox.Waiting event, int attempts, String error, RuntimeException failure) {
    var subject = event.subject().word();
    if (failure instanceof StripeUnavailable || failure instanceof StripeRefused) {
      log.warn("Stripe event {} about {}, try {}: {}", event.id(), subject, attempts, error);
    } else {
      log.warn("Stripe event {} about {}, try {}", event.id(), subject, attempts, failure);
    }
  }

  /// Lets what is under way end.
  @Override
  public void close() {
    scheduler.stop();
  }
}
