package dev.tallystick.bench;

import com.fasterxml.uuid.Generators;
import dev.tallystick.Service;
import dev.tallystick.bench.ClosedLoop.Measurement;
import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.message.Lanes;
import dev.tallystick.postgres.Database;
import dev.tallystick.simulator.Deliveries.Signed;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A burst of Stripe's events at one server: how quickly they are stored, and how quickly applied,
/// alone and while messages are recorded as quickly as it goes.
final class StripeBenchmark implements AutoCloseable {
  private static final int USERS = 2_000;
  private static final int MESSAGE_BYTES = 2_000;
  private static final int TEMPLATES = 16;
  private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();
  private static final double NANOS_PER_SECOND = 1e9;

  /// What is measured.
  enum Figure {
    INSERTED("(a) INSERT + commit of the bodies"),
    STORED("events stored"),
    APPLIED("events applied"),
    MESSAGES("messages alone"),
    STORED_BESIDE("events stored, with messages"),
    MESSAGES_STORING("messages while events are stored"),
    APPLIED_BESIDE("events applied, with messages"),
    MESSAGES_APPLYING("messages while events are applied");

    private final String title;

    Figure(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /// How much is measured.
  record Extent(int events, int connections, int messageConnections, int rounds, Duration each) {}

  private final Extent extent;
  private final ServerProcess server;
  private final StripeEvents stripe;
  private final Progress progress;
  private final List<UUID> users;
  private final Database pool;
  private final Map<Figure, List<Measurement>> measured = new EnumMap<>(Figure.class);

  StripeBenchmark(Extent extent, ServerProcess server, StripeEvents stripe, Progress progress)
      throws IOException {
    this.extent = extent;
    this.server = server;
    this.stripe = stripe;
    this.progress = progress;
    progress.say("making %d users".formatted(USERS));
    var gift = new Population.Gift("admin", new BigDecimal("100000000"));
    this.users = Population.make(server, USERS, List.of(gift));
    this.pool = Database.open(server.database(), Service.poolSize(Lanes.Limits.DEFAULT));
  }

  /// The median round of each figure, by its rate.
  Map<Figure, Measurement> run() throws IOException {
    progress.say("warming up");
    round();
    measured.clear();
    for (int number = 1; number <= extent.rounds(); number++) {
      progress.say("round %d of %d".formatted(number, extent.rounds()));
      round();
    }
    progress.clear();
    verify();
    var medians = new EnumMap<Figure, Measurement>(Figure.class);
    measured.forEach(
        (figure, all) -> {
          all.sort(Comparator.comparingDouble(Measurement::perSecond));
          medians.put(figure, all.get(all.size() / 2));
        });
    return medians;
  }

  private void round() throws IOException {
    var first = stripe.of(users, extent.events());
    StripeEvents.Inserts.prepare(pool);
    note(Figure.INSERTED, insert(first));
    note(Figure.STORED, burst(first));
    note(Figure.APPLIED, drain());
    var messages = messages();
    try {
      note(Figure.MESSAGES, ClosedLoop.run(messages, extent.each()));
      var second = stripe.of(users, extent.events());
      beside(Figure.MESSAGES_STORING, messages, Figure.STORED_BESIDE, () -> burst(second));
      beside(Figure.MESSAGES_APPLYING, messages, Figure.APPLIED_BESIDE, this::drain);
    } finally {
      messages.forEach(ClosedLoop.Sender::close);
    }
  }

  private void note(Figure figure, Measurement measurement) {
    measured.computeIfAbsent(figure, _ -> new ArrayList<>()).add(measurement);
  }

  private interface Work {
    Measurement run() throws IOException;
  }

  /// Records messages for as long as other work lasts.
  private void beside(Figure ofMessages, List<ClosedLoop.Sender> messages, Figure ofWork, Work work)
      throws IOException {
    var isDone = new AtomicBoolean();
    var recording =
        CompletableFuture.supplyAsync(() -> ClosedLoop.run(messages, () -> !isDone.get()));
    try {
      note(ofWork, work.run());
    } finally {
      isDone.set(true);
      note(ofMessages, recording.join());
    }
  }

  private List<ClosedLoop.Sender> messages() throws IOException {
    var templates = CallTemplate.of(MESSAGE_BYTES, TEMPLATES);
    var senders = new ArrayList<ClosedLoop.Sender>();
    for (int i = 0; i < extent.messageConnections(); i++) {
      var connection = new HttpConnection(server.port(), server.key());
      senders.add(new HttpSender(connection, templates, users, 1));
    }
    return senders;
  }

  private Measurement insert(List<Signed> webhooks) {
    var next = new AtomicInteger();
    var senders =
        Stream.generate(() -> new StripeEvents.Inserts(pool, webhooks, next))
            .limit(extent.connections())
            .toList();
    return ClosedLoop.run(senders, () -> next.get() < webhooks.size());
  }

  private Measurement burst(List<Signed> webhooks) throws IOException {
    var next = new AtomicInteger();
    var senders = StripeEvents.senders(server, webhooks, next, extent.connections());
    try {
      return ClosedLoop.run(senders, () -> next.get() < webhooks.size());
    } finally {
      senders.forEach(ClosedLoop.Sender::close);
    }
  }

  /// Waits until nothing waits: the rate is that from the end of the burst on.
  private Measurement drain() {
    long start = System.nanoTime();
    long waiting = count("waiting");
    while (isWaiting()) LockSupport.parkNanos(POLL_NANOS);
    return new Measurement(waiting, (System.nanoTime() - start) / NANOS_PER_SECOND, 0, 0);
  }

  // Counting would read the whole table each time.
  private static final String IS_WAITING =
      """
      SELECT EXISTS (SELECT FROM tally.stripe_events WHERE status = 'waiting')
      """;

  private boolean isWaiting() {
    return pool.inTransaction(tx -> tx.query(IS_WAITING).mapTo(Boolean.class).one());
  }

  private static final String COUNT =
      """
      SELECT count(*) FROM tally.stripe_events WHERE status = :status
      """;

  private long count(String status) {
    return pool.inTransaction(tx -> tx.query(COUNT).bind("status", status).mapTo(Long.class).one());
  }

  private static final String GRANTS =
      """
      SELECT count(*) FROM tally.credit_grants WHERE operation_id LIKE 'stripe:%'
      """;

  private static final String PAYMENTS =
      """
      SELECT count(*) FROM tally.stripe_payments WHERE status = 'succeeded'
      """;

  /// Every event was applied, and every payment gave its credits once.
  private void verify() {
    long sent = 2L * extent.events() * (extent.rounds() + 1);
    if (count("applied") != sent) {
      throw new DoesNotHold("%d of %d events were applied".formatted(count("applied"), sent));
    }
    long payments = pool.inTransaction(tx -> tx.query(PAYMENTS).mapTo(Long.class).one());
    long grants = pool.inTransaction(tx -> tx.query(GRANTS).mapTo(Long.class).one());
    if (payments != grants) {
      throw new DoesNotHold("%d payments gave %d grants".formatted(payments, grants));
    }
    for (var finding : LedgerVerification.verify(pool)) {
      if (!finding.holds()) throw new DoesNotHold("the ledger is wrong: " + finding);
    }
  }

  static StripeEvents events() {
    return new StripeEvents(Generators.timeBasedEpochGenerator()::generate);
  }

  @Override
  public void close() {
    progress.clear();
    pool.close();
  }
}
