package dev.tallystick.watch;

import dev.tallystick.postgres.changes.ChangeBuffer;
import dev.tallystick.postgres.changes.Columns;
import dev.tallystick.postgres.changes.FeedEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// One reader of changes. Thread-safe.
public final class Watcher implements AutoCloseable, Consumer<FeedEvent> {
  static final long BUFFER_BYTES_MAX = 8L << 20;

  private final ChangeBuffer buffer = new ChangeBuffer(BUFFER_BYTES_MAX);
  private final Columns columns;
  private final Consumer<Watcher> leave;

  Watcher(Columns columns, Consumer<Watcher> leave) {
    this.columns = columns;
    this.leave = leave;
  }

  @Override
  public void accept(FeedEvent event) {
    if (!(event instanceof FeedEvent.Changed(var changes))) {
      buffer.accept(event);
      return;
    }
    var shown = columns.of(changes);
    if (!shown.isEmpty()) buffer.accept(new FeedEvent.Changed(shown));
  }

  /// What there is to read, in order; waits for it, and returns nothing if `wait` passes first.
  public List<FeedEvent> take(Duration wait) throws InterruptedException {
    return buffer.take(wait);
  }

  /// Watches no longer.
  @Override
  public void close() {
    leave.accept(this);
  }
}
