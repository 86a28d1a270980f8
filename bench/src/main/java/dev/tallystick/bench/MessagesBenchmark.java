package dev.tallystick.bench;

import dev.tallystick.bench.Case.Way;
import dev.tallystick.bench.ClosedLoop.Measurement;
import dev.tallystick.bench.ClosedLoop.Sender;
import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Messages per second, ours and the baselines', turn by turn on one PostgreSQL.
final class MessagesBenchmark implements AutoCloseable {
  private static final int SINGLE_CONNECTIONS = 64;
  private static final int ARRAY_CONNECTIONS = 12;
  private static final List<Integer> SERIALIZABLE_CONNECTIONS = List.of(4, 8, 16, 64);
  private static final List<Integer> COPY_CONNECTIONS = List.of(1, 2, 4);
  private static final int TEMPLATES = 64;
  private static final BigDecimal GIFT = new BigDecimal(1_000_000_000);

  /// How much is measured.
  record Extent(
      List<Integer> sizes,
      int rounds,
      Duration each,
      Duration warmUp,
      Duration serviceWarmUp,
      int users) {}

  private final Extent extent;
  private final ServerProcess server;
  private final Progress progress;
  private final DatabaseUrl url;
  private final List<UUID> users;
  private final Map<Integer, List<CallTemplate>> templates = new HashMap<>();
  private final Map<Integer, Charge> charges = new HashMap<>();
  private final Database ours;

  /// A directory that was named may hold messages of an earlier run.
  private final long storedBefore;

  private final Database serializable;
  private final Database copied;
  private final Map<UUID, UUID> copiedGrants;
  private final Map<Way, Integer> connections = new EnumMap<>(Way.class);
  private final Map<Way, Long> stored = new EnumMap<>(Way.class);

  MessagesBenchmark(Extent extent, ServerProcess server, Progress progress) throws Exception {
    this.extent = extent;
    this.server = server;
    this.progress = progress;
    this.url = server.database();
    progress.say("making %d users".formatted(extent.users()));
    this.users =
        Population.make(server, extent.users(), List.of(new Population.Gift("purchase", GIFT)));
    this.ours = Database.open(url, 1);
    this.storedBefore = count(ours);
    this.serializable = Baselines.database(url, "baseline_serializable", users);
    this.copied = Baselines.database(url, "baseline_copy", users);
    this.copiedGrants = Baselines.grants(copied);
    for (int size : extent.sizes()) templates.put(size, CallTemplate.of(size, TEMPLATES));
  }

  /// Measures everything, and proves afterwards that what was answered is in the database.
  Figures run() throws Exception {
    connections.put(Way.SINGLE, SINGLE_CONNECTIONS);
    connections.put(Way.ARRAY, ARRAY_CONNECTIONS);
    run(new Case(Way.SINGLE, middleSize()), SINGLE_CONNECTIONS, extent.serviceWarmUp());
    for (int size : extent.sizes()) warmUp(size);
    connections.put(Way.SERIALIZABLE, best(Way.SERIALIZABLE, SERIALIZABLE_CONNECTIONS));
    connections.put(Way.COPY, best(Way.COPY, COPY_CONNECTIONS));
    var rounds = new ArrayList<Figures.Round>();
    for (int number = 1; number <= extent.rounds(); number++) {
      for (int size : extent.sizes()) {
        for (var way : Way.values()) {
          rounds.add(round(new Case(way, size), number));
        }
      }
    }
    verify();
    return new Figures(extent.sizes(), connections, rounds, version());
  }

  private int middleSize() {
    return extent.sizes().get(extent.sizes().size() / 2);
  }

  private void warmUp(int size) throws Exception {
    run(new Case(Way.SINGLE, size), SINGLE_CONNECTIONS, extent.warmUp());
    run(new Case(Way.ARRAY, size), ARRAY_CONNECTIONS, extent.warmUp());
    int inputTokens = Objects.requireNonNull(templates.get(size)).getFirst().inputTokens();
    charges.put(size, ours.inTransaction(tx -> Charge.stored(tx, inputTokens)));
  }

  /// The number of connections at which a baseline is quickest, tried with the middle size.
  private int best(Way way, List<Integer> candidates) throws Exception {
    var of = new Case(way, middleSize());
    int best = candidates.getFirst();
    double mostPerSecond = 0;
    run(of, best, extent.warmUp());
    for (int count : candidates) {
      progress.say("%s: trying %d connections".formatted(way.title(), count));
      double perSecond = run(of, count, extent.warmUp()).measured().perSecond();
      if (perSecond > mostPerSecond) best = count;
      mostPerSecond = Math.max(mostPerSecond, perSecond);
    }
    return best;
  }

  private Figures.Round round(Case of, int number) throws Exception {
    progress.say(
        "round %d of %d: %s, %s".formatted(number, extent.rounds(), of.way().title(), of.size()));
    var run = run(of, Objects.requireNonNull(connections.get(of.way())), extent.each());
    return new Figures.Round(of, number, run.measured(), run.cpu());
  }

  private record Run(Measurement measured, CpuSeconds cpu) {}

  private Run run(Case of, int count, Duration length) throws Exception {
    var senders = new ArrayList<Sender>();
    try {
      for (int i = 0; i < count; i++) senders.add(sender(of));
      var cpu = new CpuSeconds.Clock(server.pid(), server.postgresPid().orElseThrow());
      var measured = ClosedLoop.run(senders, length);
      stored.merge(of.way(), measured.messages(), Long::sum);
      return new Run(measured, cpu.read().per(measured.seconds()));
    } finally {
      for (var sender : senders) sender.close();
    }
  }

  private Sender sender(Case of) throws Exception {
    var calls = Objects.requireNonNull(templates.get(of.requestBytes()));
    return switch (of.way()) {
      case SINGLE -> new HttpSender(connect(), calls, users, 1);
      case ARRAY -> new HttpSender(connect(), calls, users, Case.ARRAY_MESSAGES);
      case SERIALIZABLE ->
          new SerializableSender(
              url.withName("baseline_serializable"), calls, users, charge(of.requestBytes()));
      case COPY -> new CopySender(copied, calls, users, copiedGrants, charge(of.requestBytes()));
    };
  }

  private HttpConnection connect() throws Exception {
    return new HttpConnection(server.port(), server.key());
  }

  private Charge charge(int size) {
    return Objects.requireNonNull(charges.get(size));
  }

  /// Every answered message is there, and the books are right: ours, and those of the baseline that
  /// keeps books.
  private void verify() {
    progress.say("proving that what was answered is stored");
    check(ours, storedBefore + stored(Way.SINGLE) + stored(Way.ARRAY));
    check(serializable, stored(Way.SERIALIZABLE));
    check(copied, stored(Way.COPY));
    for (var database : List.of(ours, serializable)) {
      for (var finding : LedgerVerification.verify(database)) {
        if (!finding.holds()) {
          throw new DoesNotHold(finding.invariant().name() + ": " + finding.rows());
        }
      }
    }
    progress.clear();
  }

  private long stored(Way way) {
    return stored.getOrDefault(way, 0L);
  }

  private static long count(Database database) {
    return database.inTransaction(
        tx -> tx.query("SELECT count(*) FROM tally.messages").mapTo(Long.class).one());
  }

  private static void check(Database database, long answered) {
    long there = count(database);
    if (there != answered) {
      throw new DoesNotHold(
          "%d messages were answered, and %d are stored".formatted(answered, there));
    }
  }

  private String version() {
    return ours.inTransaction(tx -> tx.query("SHOW server_version").mapTo(String.class).one());
  }

  @Override
  public void close() {
    progress.clear();
    ours.close();
    serializable.close();
    copied.close();
  }
}
