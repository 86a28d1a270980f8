package dev.tallystick.postgres.changes;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// What one reader has not read yet. Whoever fills it never waits: when it is full, changes are
/// counted instead of kept, and the reader gets the count in their place ([FeedEvent.Missed]). So a
/// reader sees everything or knows how much it did not see. Thread-safe.
public final class ChangeBuffer implements Consumer<FeedEvent> {
  private static final int TAKEN_MAX = 256;

  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasMore = lock.newCondition();
  private final ArrayDeque<FeedEvent> events = new ArrayDeque<>();
  private long bytes;
  private FeedEvent.Missed missed = FeedEvent.Missed.NONE;

  /// @param bytesMax about how much memory what waits may take
  public ChangeBuffer(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public void accept(FeedEvent event) {
    lock.lock();
    try {
      if (event instanceof FeedEvent.Changed(var changes)) {
        keep(changes);
      } else {
        endGap();
        events.add(event);
      }
      hasMore.signal();
    } finally {
      lock.unlock();
    }
  }

  private void keep(List<Change> changes) {
    var kept = new ArrayList<Change>(changes.size());
    for (var change : changes) {
      // Once it overflowed, half of it must be free again: a few long gaps say more than many
      // short.
      var fits = bytes + change.bytes() <= bytesMax;
      if (fits && bytes <= bytesMax / 2) endGap();
      if (missed.total() > 0 || !fits) {
        if (!kept.isEmpty()) {
          events.add(new FeedEvent.Changed(kept));
          kept = new ArrayList<>();
        }
        missed = missed.and(change);
      } else {
        bytes += change.bytes();
        kept.add(change);
      }
    }
    if (!kept.isEmpty()) events.add(new FeedEvent.Changed(kept));
  }

  private void endGap() {
    if (missed.total() == 0) return;
    events.add(missed);
    missed = FeedEvent.Missed.NONE;
  }

  /// What is there to read, in order; waits for it, and returns nothing if `wait` passes first.
  public List<FeedEvent> take(Duration wait) throws InterruptedException {
    lock.lock();
    try {
      long nanos = wait.toNanos();
      while (events.isEmpty() && missed.total() == 0) {
        if (nanos <= 0) return List.of();
        nanos = hasMore.awaitNanos(nanos);
      }
      // The reader has come to the end of what was kept: now the gap has its length.
      if (events.isEmpty()) endGap();
      var taken = new ArrayList<FeedEvent>();
      while (!events.isEmpty() && taken.size() < TAKEN_MAX) {
        var event = events.remove();
        if (event instanceof FeedEvent.Changed(var changes)) {
          for (var change : changes) bytes -= change.bytes();
        }
        taken.add(event);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
