package dev.tallystick.bench;

import dev.tallystick.postgres.DatabaseUrl;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// Kills the service, then PostgreSQL, at random moments under load, again and again, and proves
/// after each time that every acknowledged message is there once and charged once.
final class CrashDrill {
  private static final int USERS = 60;
  private static final int SINGLE_SENDERS = 10;
  private static final int ARRAY_SENDERS = 4;
  private static final int ARRAY_MESSAGES = 25;
  private static final Duration KILL_AFTER_MAX = Duration.ofSeconds(1);
  private static final Duration LOAD_AFTERWARDS = Duration.ofMillis(300);

  /// Longer than PostgreSQL's recovery and a start of the service on a busy machine.
  private static final Duration DELIVERY_MAX = Duration.ofSeconds(60);

  /// Small enough that grants are used up and debts arise while we watch.
  private static final List<Population.Gift> GIFTS =
      List.of(
          new Population.Gift("free", new BigDecimal("3.5")),
          new Population.Gift("purchase", new BigDecimal("40")));

  /// What is killed.
  enum Victim {
    SERVICE,
    POSTGRES
  }

  private final Workspace workspace;
  private final PrintWriter out;
  private final Random random;
  private final AtomicReference<ServerProcess> server = new AtomicReference<>();
  private final Acknowledgements acknowledgements = new Acknowledgements();

  /// @param random decides the moments; its seed repeats them as far as a machine allows
  CrashDrill(Workspace workspace, PrintWriter out, Random random) {
    this.workspace = workspace;
    this.out = out;
    this.random = random;
  }

  /// Runs `rounds` rounds with each victim, and looks at the end that nothing is left running.
  void run(int rounds) throws Exception {
    server.set(ServerProcess.start(workspace));
    try {
      var url = server.get().database();
      var users = Population.make(server.get(), USERS, GIFTS);
      for (var victim : Victim.values()) {
        for (int number = 1; number <= rounds; number++) round(victim, number, url, users);
      }
    } finally {
      server.get().close();
    }
    var left = workspace.user();
    if (left.isPresent()) {
      throw new DoesNotHold(
          "process %d still works on the directory: %s"
              .formatted(left.get().pid(), left.get().info().commandLine().orElse("")));
    }
  }

  private void round(Victim victim, int number, DatabaseUrl url, List<UUID> users)
      throws Exception {
    int before = acknowledgements.size();
    long killedAfter = random.nextLong(KILL_AFTER_MAX.toMillis());
    var tally = new StubbornSender.Tally(0, 0, 0);
    var isOver = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<StubbornSender.Tally>>();
      for (var sender : senders(users, isOver)) results.add(threads.submit(sender));
      try {
        await(() -> acknowledgements.size() > before, "no message is taken");
        TimeUnit.MILLISECONDS.sleep(killedAfter);
        kill(victim);
        TimeUnit.MILLISECONDS.sleep(LOAD_AFTERWARDS.toMillis());
      } finally {
        isOver.set(true);
      }
      for (var result : results) tally = tally.plus(result(result));
    }
    acknowledgements.verify(url);
    out.printf(
        "%-8s round %2d: killed after %4d ms; %6d messages acknowledged, %3d answers lost,"
            + " %3d refused, %4d had been stored: all there once%n",
        victim.name().toLowerCase(java.util.Locale.ROOT),
        number,
        killedAfter,
        acknowledgements.size() - before,
        tally.lost(),
        tally.refused(),
        tally.replayed());
    out.flush();
  }

  private List<StubbornSender> senders(List<UUID> users, AtomicBoolean isOver) {
    var senders = new ArrayList<StubbornSender>();
    for (int i = 0; i < SINGLE_SENDERS + ARRAY_SENDERS; i++) {
      senders.add(
          new StubbornSender(
              server::get,
              users,
              i < SINGLE_SENDERS ? 1 : ARRAY_MESSAGES,
              acknowledgements,
              isOver::get,
              DELIVERY_MAX));
    }
    return senders;
  }

  /// Returns when what was killed is back.
  private void kill(Victim victim) throws InterruptedException {
    switch (victim) {
      case SERVICE -> {
        server.get().kill();
        server.set(ServerProcess.start(workspace));
      }
      case POSTGRES -> {
        long killed = server.get().postgresPid().orElseThrow();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await(
            () -> server.get().postgresPid().orElse(killed) != killed,
            "PostgreSQL was not started again");
      }
    }
  }

  private static void await(BooleanSupplier isSo, String otherwise) throws InterruptedException {
    long deadline = System.nanoTime() + DELIVERY_MAX.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) throw new DoesNotHold(otherwise);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static StubbornSender.Tally result(Future<StubbornSender.Tally> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) throw failure;
      throw new IllegalStateException("a sender failed", e.getCause());
    }
  }
}
