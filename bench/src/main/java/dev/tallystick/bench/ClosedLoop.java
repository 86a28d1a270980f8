package dev.tallystick.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/// Load by a bounded number of connections, each of which sends as soon as it has its answer.
final class ClosedLoop {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private ClosedLoop() {}

  /// What sends one thing after the other.
  interface Sender extends AutoCloseable {
    /// Sends messages, checks the answer and returns how many were stored.
    int send() throws Exception;

    @Override
    void close();
  }

  /// What a loop did.
  ///
  /// @param seconds until the last answer was there
  record Measurement(long messages, double seconds, double p50Ms, double p99Ms) {
    double perSecond() {
      return messages / seconds;
    }
  }

  private record Sent(long messages, LongStream nanos) {}

  /// Lets every sender send until the time is over.
  static Measurement run(List<? extends Sender> senders, Duration length) {
    long end = System.nanoTime() + length.toNanos();
    return run(senders, () -> System.nanoTime() < end);
  }

  /// Lets every sender send for as long as `goesOn` says.
  static Measurement run(List<? extends Sender> senders, BooleanSupplier goesOn) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      var tasks =
          senders.stream().map(sender -> (Callable<Sent>) () -> send(sender, goesOn)).toList();
      var sent = threads.invokeAll(tasks).stream().map(ClosedLoop::result).toList();
      var seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      var nanos = sent.stream().flatMapToLong(Sent::nanos).sorted().toArray();
      return new Measurement(
          sent.stream().mapToLong(Sent::messages).sum(),
          seconds,
          quantile(nanos, 0.50),
          quantile(nanos, 0.99));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new DoesNotHold("interrupted");
    }
  }

  private static Sent send(Sender sender, BooleanSupplier goesOn) throws Exception {
    var nanos = new long[1 << 10];
    int requests = 0;
    long messages = 0;
    for (long before = System.nanoTime(); goesOn.getAsBoolean(); ) {
      messages += sender.send();
      long after = System.nanoTime();
      if (requests == nanos.length) nanos = Arrays.copyOf(nanos, 2 * requests);
      nanos[requests++] = after - before;
      before = after;
    }
    return new Sent(messages, Arrays.stream(nanos, 0, requests));
  }

  private static Sent result(java.util.concurrent.Future<Sent> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      throw new IllegalStateException("a sender failed", e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new DoesNotHold("interrupted");
    }
  }

  private static double quantile(long[] sorted, double part) {
    if (sorted.length == 0) return 0;
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(part * sorted.length))]
        / NANOS_PER_MILLI;
  }
}
