package dev.tallystick.postgres.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// A reader sees everything, or knows how much it did not see.
final class ChangeBufferTest {
  private static final TableName TABLE = new TableName("public", "t");
  private static final List<Column> COLUMNS = List.of(new Column("id", true));
  private static final long CHANGE_BYTES = inserted(0).bytes();

  private static Change inserted(int id) {
    // All of one length.
    var text = new Cell.Text("%09d".formatted(id));
    return new Change.Inserted(TABLE, Instant.EPOCH, new Row(COLUMNS, List.of(text)));
  }

  private static FeedEvent changes(int from, int to) {
    var changes = new ArrayList<Change>();
    for (int id = from; id < to; id++) changes.add(inserted(id));
    return new FeedEvent.Changed(changes);
  }

  private static List<FeedEvent> take(ChangeBuffer buffer) throws InterruptedException {
    return buffer.take(Duration.ZERO);
  }

  @Test
  void handsOnWhatItGotInOrder() throws InterruptedException {
    var buffer = new ChangeBuffer(1_000_000);
    var note = new FeedEvent.Note("hear");
    buffer.accept(changes(0, 2));
    buffer.accept(note);
    buffer.accept(changes(2, 3));
    assertThat(take(buffer)).containsExactly(changes(0, 2), note, changes(2, 3));
    assertThat(take(buffer)).isEmpty();
  }

  @Test
  void countsWhatItCannotHold() throws InterruptedException {
    var buffer = new ChangeBuffer(4 * CHANGE_BYTES);
    buffer.accept(changes(0, 10));
    buffer.accept(new FeedEvent.Changed(List.of(new Change.Truncated(TABLE, Instant.EPOCH))));
    assertThat(take(buffer)).containsExactly(changes(0, 4));
    assertThat(take(buffer)).containsExactly(new FeedEvent.Missed(6, 0, 0, 1));
    buffer.accept(changes(10, 12));
    assertThat(take(buffer)).containsExactly(changes(10, 12));
  }

  @Test
  void putsTheGapWhereItWas() throws InterruptedException {
    var buffer = new ChangeBuffer(2 * CHANGE_BYTES);
    buffer.accept(changes(0, 5));
    buffer.accept(new FeedEvent.Interrupted("gone"));
    assertThat(take(buffer))
        .containsExactly(
            changes(0, 2), new FeedEvent.Missed(3, 0, 0, 0), new FeedEvent.Interrupted("gone"));
  }

  @Test
  void countsAChangeThatIsLargerThanTheBuffer() throws InterruptedException {
    var buffer = new ChangeBuffer(1);
    buffer.accept(changes(0, 1));
    buffer.accept(changes(1, 2));
    assertThat(take(buffer)).containsExactly(new FeedEvent.Missed(2, 0, 0, 0));
  }

  @Test
  void neverLosesWithoutCounting() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      var buffer = new ChangeBuffer((1 + random.nextInt(50)) * CHANGE_BYTES);
      int total = 5_000;
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var _ =
            executor.submit(
                () -> {
                  for (int id = 0; id < total; ) {
                    int to = Math.min(total, id + 1 + random.nextInt(20));
                    buffer.accept(changes(id, to));
                    id = to;
                  }
                  buffer.accept(new FeedEvent.Ended("done"));
                });
        assertThat(readToTheEnd(buffer)).as("seed %d", seed).isEqualTo(total);
      }
    }
  }

  /// Checks that the ids go on where the last ones ended, gaps counted.
  private static int readToTheEnd(ChangeBuffer buffer) throws InterruptedException {
    int next = 0;
    while (true) {
      for (var event : buffer.take(Duration.ofSeconds(30))) {
        switch (event) {
          case FeedEvent.Changed(var changes) -> {
            for (var change : changes) assertThat(change).isEqualTo(inserted(next++));
          }
          case FeedEvent.Missed missed -> next += (int) missed.total();
          case FeedEvent.Ended _ -> {
            return next;
          }
          case FeedEvent.Started _, FeedEvent.Note _, FeedEvent.Interrupted _ ->
              throw new AssertionError(event);
        }
      }
    }
  }
}
