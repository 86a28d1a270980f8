package dev.tallystick;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that is done again and again in the background. Each job may run in several processes at
/// once: it settles by row locks who does what.
final class Jobs implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Jobs.class);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  // Enough that a job that waits for somebody else's server keeps no other waiting.
  private final ScheduledExecutorService executor =
      Executors.newScheduledThreadPool(8, Thread.ofVirtual().name("job-", 0).factory());

  /// Work and the pause after it.
  record Job(Duration pause, Work work) {}

  /// One round of a job; returns how many things it did.
  interface Work {
    int run();
  }

  private Jobs() {}

  static Jobs start(Map<String, Job> jobs) {
    var running = new Jobs();
    jobs.forEach(running::schedule);
    return running;
  }

  private void schedule(String name, Job job) {
    var _ =
        executor.scheduleWithFixedDelay(
            () -> run(name, job), 0, job.pause().toMillis(), TimeUnit.MILLISECONDS);
  }

  /// A round that fails is logged and tried again: the database may be out of reach.
  private static void run(String name, Job job) {
    try {
      int done = job.work().run();
      if (done > 0) log.info("Job '{}': {} done", name, done);
    } catch (RuntimeException failure) {
      log.warn("Job '{}' failed and is tried again: {}", name, failure.getMessage());
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
