package dev.tallystick.message;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.usage.Warning;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line of messages and the thread that stores them, a batch at a time.
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  /// A batch ends at this size, so that one transaction stays short.
  private static final long BATCH_BYTES_MAX = 8L << 20;

  /// How long a message is tried again while the database is out of reach. Recording is idempotent,
  /// so trying again is safe even when a commit's answer was lost.
  private static final Duration OUTAGE_MAX = Duration.ofSeconds(15);

  private static final Duration OUTAGE_PAUSE = Duration.ofMillis(100);

  /// The code of the warning on a message whose bodies jsonb cannot hold.
  private static final String BODY_STORED_AS_TEXT = "body_stored_as_text";

  private record Waiting(
      NewMessage message, CompletableFuture<Recording> outcome, long arrivedNanos) {}

  private final Database database;
  private final Batch batch;
  private final int batchMessagesMax;
  private final Consumer<NewMessage> leftQueue;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private boolean stopping;

  Lane(
      int number,
      Database database,
      Batch batch,
      int batchMessagesMax,
      Consumer<NewMessage> leftQueue) {
    this.database = database;
    this.batch = batch;
    this.batchMessagesMax = batchMessagesMax;
    this.leftQueue = leftQueue;
    this.thread = Thread.ofPlatform().name("lane-" + number).start(this::run);
  }

  CompletableFuture<Recording> add(NewMessage message) {
    var waiting = new Waiting(message, new CompletableFuture<>(), System.nanoTime());
    lock.lock();
    try {
      if (stopping) {
        answer(waiting, new Recording.Unavailable(message.id(), false));
      } else {
        queue.add(waiting);
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
    return waiting.outcome();
  }

  void stop() {
    lock.lock();
    try {
      stopping = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  void join() {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (var next = take(); !next.isEmpty(); next = take()) {
      try {
        store(next);
      } catch (RuntimeException | Error e) {
        log.error("A batch of {} messages failed", next.size(), e);
        for (var waiting : next) answer(waiting, new Recording.Failed(waiting.message().id()));
      }
    }
  }

  /// The next batch: all that waits, up to the limits and up to the first repeated id, which has to
  /// see its twin committed. Empty when the lane has stopped and nothing waits.
  private List<Waiting> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !stopping) arrived.awaitUninterruptibly();
      var taken = new ArrayList<Waiting>();
      var ids = new HashSet<UUID>();
      long bytes = 0;
      while (!queue.isEmpty() && taken.size() < batchMessagesMax && bytes < BATCH_BYTES_MAX) {
        if (!ids.add(queue.peek().message().id())) break;
        var waiting = queue.remove();
        bytes += waiting.message().sizeBytes();
        taken.add(waiting);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void store(List<Waiting> waiting) {
    boolean isSecondTry = false;
    while (true) {
      try {
        commit(waiting, waiting.stream().map(Waiting::message).toList());
        return;
      } catch (RuntimeException failure) {
        var state = SqlState.of(failure);
        if (state.isUnavailable() && pause(waiting.getFirst())) {
          log.warn("The database is out of reach, trying again: {}", failure.getMessage());
        } else if (state.isUniqueViolation() && !isSecondTry) {
          // Another user's message took an id at the same moment; the second try finds it stored.
          isSecondTry = true;
        } else {
          oneByOne(waiting, failure, state);
          return;
        }
      }
    }
  }

  private void commit(List<Waiting> waiting, List<NewMessage> messages) {
    var outcomes = database.inTransaction(tx -> batch.record(tx, messages));
    for (int i = 0; i < outcomes.size(); i++) answer(waiting.get(i), outcomes.get(i));
  }

  private void oneByOne(List<Waiting> waiting, RuntimeException failure, SqlState state) {
    if (state.isUnavailable()) {
      for (var one : waiting) {
        answer(one, new Recording.Unavailable(one.message().id(), false));
      }
    } else if (waiting.size() > 1) {
      log.debug("A batch of {} is stored one by one", waiting.size(), failure);
      for (var one : waiting) store(List.of(one));
    } else {
      alone(waiting.getFirst(), failure, state);
    }
  }

  /// A message that cannot be stored as it is. Metering must not fail because of what a model said,
  /// so bodies that jsonb refuses are kept as text.
  private void alone(Waiting waiting, RuntimeException failure, SqlState state) {
    var message = waiting.message();
    if (state.isDataFault()) {
      try {
        var warning =
            new Warning(
                BODY_STORED_AS_TEXT,
                "request, response and usage are stored as strings: jsonb cannot hold them");
        commit(List.of(waiting), List.of(message.withBodiesAsText(warning)));
        return;
      } catch (RuntimeException second) {
        failure.addSuppressed(second);
      }
    }
    log.error("Message {} cannot be stored", message.id(), failure);
    answer(waiting, new Recording.Failed(message.id()));
  }

  private void answer(Waiting waiting, Recording outcome) {
    if (waiting.outcome().complete(outcome)) leftQueue.accept(waiting.message());
  }

  /// Waits a little, unless the oldest message has been tried for long enough.
  private static boolean pause(Waiting oldest) {
    if (System.nanoTime() - oldest.arrivedNanos() > OUTAGE_MAX.toNanos()) return false;
    try {
      TimeUnit.MILLISECONDS.sleep(OUTAGE_PAUSE.toMillis());
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
