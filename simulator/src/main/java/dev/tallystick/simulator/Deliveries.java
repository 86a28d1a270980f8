package dev.tallystick.simulator;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Hands events over to a webhook, and the switches that make it go wrong. Which events the
/// switches meet depends on the seed and the events' ids.
public final class Deliveries implements AutoCloseable {
  private static final Duration IDLE_MAX = Duration.ofMinutes(2);
  private static final int PARALLEL = 4;
  private static final int ATTEMPTS_SHOWN = 100;
  private static final int HUNDRED = 100;

  private final Signature signature;
  private final InstantSource clock;
  private final long seed;
  private final SplittableRandom order;
  private final Sender sender = new Sender();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Event> events = new LinkedHashMap<>();
  private final Map<String, Event> undelivered = new LinkedHashMap<>();
  private final ArrayList<Waiting> queue = new ArrayList<>();
  private final ArrayDeque<Attempt> attempts = new ArrayDeque<>();
  private int underWay;
  private int sending;

  private @Nullable URI webhook;
  private boolean isHeld;
  private boolean isClosed;
  private int duplicatePercent;
  private int dropPercent;
  private boolean isReordered;
  private Duration delay = Duration.ZERO;
  private int parallel = PARALLEL;
  private int retries;

  /// One that is to be sent.
  ///
  /// @param isSure whether no switch meets it any more
  private record Waiting(Event event, boolean isSure, int attempt) {}

  /// One that was sent.
  ///
  /// @param answer the status, or why there was none
  public record Attempt(Event event, String answer) {}

  /// How the switches stand, for who shows them.
  record Switches(
      Optional<URI> webhook,
      int duplicatePercent,
      int dropPercent,
      boolean isReordered,
      boolean isHeld) {}

  /// A body and the header `Stripe-Signature` that goes with it.
  public record Signed(String body, String signature) {}

  Deliveries(String secret, InstantSource clock, long seed) {
    this.signature = new Signature(secret);
    this.clock = clock;
    this.seed = seed;
    this.order = new SplittableRandom(seed);
    Thread.ofVirtual().name("webhooks").start(this::dispatch);
  }

  // The switches. Each holds from now on.

  /// So many of a hundred are sent twice.
  public void duplicate(int percent) {
    change(() -> duplicatePercent = percent);
  }

  /// So many of a hundred are not sent, until [#redeliver].
  public void drop(int percent) {
    change(() -> dropPercent = percent);
  }

  /// Whether any of those that wait is sent next, and not the oldest.
  public void reorder(boolean isOn) {
    change(() -> isReordered = isOn);
  }

  /// Each waits for a part of this time.
  public void delay(Duration most) {
    change(() -> delay = most);
  }

  /// How many are sent at the same time; with 1 they arrive in order.
  public void parallel(int most) {
    change(() -> parallel = most);
  }

  /// How often one that was not taken is sent again by itself; then it waits for [#redeliver].
  public void retry(int times) {
    change(() -> retries = times);
  }

  /// Keeps everything back until [#release].
  public void hold() {
    change(() -> isHeld = true);
  }

  public void release() {
    change(() -> isHeld = false);
  }

  /// Everything as at the start: one after the other is sent once.
  public void reset() {
    change(
        () -> {
          duplicatePercent = 0;
          dropPercent = 0;
          isReordered = false;
          delay = Duration.ZERO;
          parallel = PARALLEL;
          retries = 0;
          isHeld = false;
        });
  }

  void sendTo(@Nullable URI url) {
    change(() -> webhook = url);
  }

  Switches switches() {
    return locked(
        () ->
            new Switches(
                Optional.ofNullable(webhook), duplicatePercent, dropPercent, isReordered, isHeld));
  }

  /// All events so far, oldest first.
  public List<Event> events() {
    return locked(() -> List.copyOf(events.values()));
  }

  /// Those that no webhook has taken yet: they wait, were dropped or refused.
  public List<Event> undelivered() {
    return locked(() -> List.copyOf(undelivered.values()));
  }

  /// The last attempts, newest first.
  public List<Attempt> attempts() {
    return locked(() -> List.copyOf(attempts));
  }

  /// Sends what was dropped or refused, once and for sure.
  public void redeliver() {
    change(
        () -> {
          var waiting = queue.stream().map(each -> each.event().id()).collect(Collectors.toSet());
          for (var event : undelivered.values()) {
            if (!waiting.contains(event.id())) queue.add(new Waiting(event, true, 0));
          }
        });
  }

  /// Sends events whether they were taken before or not.
  public void resend(Collection<Event> again) {
    change(() -> again.forEach(event -> queue.add(new Waiting(event, true, 0))));
  }

  /// What a webhook would be sent now.
  public Signed sign(Event event) {
    return new Signed(event.body(), signature.header(event.body(), clock.instant()));
  }

  /// Waits until nothing is on its way, and nothing waits that could be sent.
  public void awaitIdle() {
    long left = IDLE_MAX.toNanos();
    lock.lock();
    try {
      while (underWay > 0 || (!queue.isEmpty() && isFlowing())) {
        if (left <= 0) throw new IllegalStateException("webhooks are still being sent");
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  void accept(Event event) {
    change(
        () -> {
          events.put(event.id(), event);
          undelivered.put(event.id(), event);
          queue.add(new Waiting(event, false, 0));
        });
  }

  /// Whether nobody has taken it yet.
  boolean isUndelivered(String id) {
    return locked(() -> undelivered.containsKey(id));
  }

  /// Takes over events of an earlier run.
  void goOn(List<Event> earlier, Set<String> waiting) {
    change(
        () -> {
          for (var event : earlier) {
            events.put(event.id(), event);
            if (!waiting.contains(event.id())) continue;
            undelivered.put(event.id(), event);
            queue.add(new Waiting(event, true, 0));
          }
        });
  }

  private boolean isFlowing() {
    return !isHeld && webhook != null && !isClosed;
  }

  private void dispatch() {
    lock.lock();
    try {
      while (!isClosed) {
        if (queue.isEmpty() || !isFlowing() || sending >= parallel) {
          changed.await();
        } else {
          next();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void next() {
    var waiting = queue.remove(isReordered ? order.nextInt(queue.size()) : 0);
    var event = waiting.event();
    if (!waiting.isSure()) {
      var luck = new SplittableRandom(seed ^ (event.id().hashCode() * 0x9E3779B97F4A7C15L));
      if (luck.nextInt(HUNDRED) < dropPercent) {
        changed.signalAll();
        return;
      }
      if (luck.nextInt(HUNDRED) < duplicatePercent) queue.add(new Waiting(event, true, 0));
    }
    underWay++;
    boolean isDelayed = delay.isPositive();
    if (!isDelayed) sending++;
    var wait = isDelayed ? Duration.ofNanos(order.nextLong(delay.toNanos())) : Duration.ZERO;
    Thread.ofVirtual().start(() -> deliver(waiting, wait));
  }

  private void deliver(Waiting waiting, Duration wait) {
    String answer;
    try {
      if (wait.isPositive()) Thread.sleep(wait);
      answer = send(waiting.event());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      answer = "interrupted";
    }
    boolean isTaken = answer.startsWith("2");
    note(waiting, answer, isTaken, wait);
  }

  private void note(Waiting waiting, String answer, boolean isTaken, Duration wait) {
    change(
        () -> {
          underWay--;
          if (!wait.isPositive()) sending--;
          attempts.addFirst(new Attempt(waiting.event(), answer));
          if (attempts.size() > ATTEMPTS_SHOWN) attempts.removeLast();
          if (isTaken) {
            undelivered.remove(waiting.event().id());
          } else if (waiting.attempt() < retries) {
            queue.add(new Waiting(waiting.event(), true, waiting.attempt() + 1));
          }
        });
  }

  private String send(Event event) throws InterruptedException {
    var url = locked(() -> webhook);
    return url == null ? "no webhook" : sender.send(url, sign(event));
  }

  private void change(Runnable work) {
    lock.lock();
    try {
      work.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    change(() -> isClosed = true);
    sender.close();
  }
}
