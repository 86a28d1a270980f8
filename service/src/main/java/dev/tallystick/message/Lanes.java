package dev.tallystick.message;

import dev.tallystick.credit.CreditRate;
import dev.tallystick.credit.Ledger;
import dev.tallystick.postgres.Database;
import dev.tallystick.price.Prices;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Records messages by group commit. Users are spread over a few lanes by their id, so that two
/// lanes never wait for one user's row; each lane stores what has arrived while its last
/// transaction committed in the next one, without waiting for more.
public final class Lanes implements AutoCloseable {
  /// How many lanes, and how much may wait.
  ///
  /// @param lanes transactions under way at once
  /// @param queuedBytesMax what may wait in all lanes together; beyond it messages are turned away
  /// @param batchMessagesMax messages in one transaction
  public record Limits(int lanes, long queuedBytesMax, int batchMessagesMax) {
    public static final Limits DEFAULT = new Limits(2, 64L << 20, 512);
  }

  private final Limits limits;
  private final List<Lane> lanes;
  private final AtomicLong queuedBytes = new AtomicLong();

  public Lanes(
      Database database,
      Prices prices,
      Ledger ledger,
      CreditRate rate,
      InstantSource clock,
      Limits limits) {
    this.limits = limits;
    var batch = new Batch(prices, ledger, rate, clock);
    this.lanes =
        IntStream.range(0, limits.lanes())
            .mapToObj(
                number ->
                    new Lane(number, database, batch, limits.batchMessagesMax(), this::leftQueue))
            .toList();
  }

  /// Records a message; the future completes after the commit, and never exceptionally.
  public CompletableFuture<Recording> record(NewMessage message) {
    long size = message.sizeBytes();
    if (queuedBytes.addAndGet(size) > limits.queuedBytesMax()) {
      queuedBytes.addAndGet(-size);
      return CompletableFuture.completedFuture(new Recording.Unavailable(message.id(), true));
    }
    return lane(message.userId()).add(message);
  }

  /// What waits or is being stored now.
  public long queuedBytes() {
    return queuedBytes.get();
  }

  private void leftQueue(NewMessage message) {
    queuedBytes.addAndGet(-message.sizeBytes());
  }

  private Lane lane(UUID userId) {
    return lanes.get(Math.floorMod(userId.hashCode(), lanes.size()));
  }

  /// Stores what waits, then stops.
  @Override
  public void close() {
    for (var lane : lanes) lane.stop();
    for (var lane : lanes) lane.join();
  }
}
