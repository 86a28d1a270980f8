package dev.tallystick.bench;

import dev.tallystick.Service;
import dev.tallystick.bench.ClosedLoop.Measurement;
import dev.tallystick.bench.ClosedLoop.Sender;
import dev.tallystick.message.Lanes;
import dev.tallystick.postgres.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// Session checks per second beside a plain SELECT by key, turn by turn on one PostgreSQL; and how
/// long a second server accepts a token after its revocation.
final class SessionsBenchmark implements AutoCloseable {
  private static final int USERS = 200;
  private static final int SESSIONS_EACH = 10;
  private static final double NANOS_PER_MILLI = 1e6;

  /// A way to check.
  enum Way {
    SINGLE("one per request"),
    ARRAY("arrays of 100"),
    BY_KEY("(a) SELECT by key");

    private final String title;

    Way(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /// How much is measured.
  record Extent(int connections, int rounds, Duration each, Duration warmUp, int revocations) {}

  private final Extent extent;
  private final ServerProcess server;
  private final Progress progress;
  private final List<UUID> users;
  private final List<SessionChecks.Opened> sessions;
  private final Database pool;

  SessionsBenchmark(Extent extent, ServerProcess server, Progress progress) throws IOException {
    this.extent = extent;
    this.server = server;
    this.progress = progress;
    progress.say("opening %,d sessions".formatted(USERS * SESSIONS_EACH));
    this.users = Population.make(server, USERS, List.of());
    this.sessions = SessionChecks.open(server, users, SESSIONS_EACH);
    this.pool = Database.open(server.database(), Service.poolSize(Lanes.Limits.DEFAULT));
  }

  /// The median round of each way, by its rate.
  Map<Way, Measurement> rates() throws IOException {
    for (var way : Way.values()) run(way, extent.warmUp());
    var rounds = new EnumMap<Way, List<Measurement>>(Way.class);
    for (int number = 1; number <= extent.rounds(); number++) {
      for (var way : Way.values()) {
        progress.say("round %d of %d: %s".formatted(number, extent.rounds(), way.title()));
        rounds.computeIfAbsent(way, _ -> new ArrayList<>()).add(run(way, extent.each()));
      }
    }
    progress.clear();
    var medians = new EnumMap<Way, Measurement>(Way.class);
    rounds.forEach(
        (way, all) -> {
          all.sort(Comparator.comparingDouble(Measurement::perSecond));
          medians.put(way, all.get(all.size() / 2));
        });
    return medians;
  }

  private Measurement run(Way way, Duration length) throws IOException {
    var senders = new ArrayList<Sender>();
    try {
      for (int i = 0; i < extent.connections(); i++) senders.add(sender(way));
      return ClosedLoop.run(senders, length);
    } finally {
      senders.forEach(Sender::close);
    }
  }

  private Sender sender(Way way) throws IOException {
    var random = new SplittableRandom();
    return switch (way) {
      case SINGLE -> new SessionChecks.OverHttp(connect(server), sessions, 1, random);
      case ARRAY -> new SessionChecks.OverHttp(connect(server), sessions, 100, random);
      case BY_KEY -> new SessionChecks.ByKey(pool, sessions, random);
    };
  }

  private HttpConnection connect(ServerProcess to) throws IOException {
    return new HttpConnection(to.port(), server.key());
  }

  /// How long after the answer to a revocation another server's last acceptance came, and how many
  /// there were after it at all.
  ///
  /// @param lateMs the times, in milliseconds, in ascending order; 0 where none was accepted
  record Revocations(List<Double> lateMs) {
    double quantile(double part) {
      return lateMs.get((int) Math.min(lateMs.size() - 1L, (long) (part * lateMs.size())));
    }
  }

  /// Revokes on one server sessions that the other has just checked, and goes on checking there.
  Revocations revocations() throws Exception {
    progress.say("revoking");
    var late = new ArrayList<Double>();
    try (var other = server.beside();
        var here = connect(server);
        var there = connect(other)) {
      for (int i = 0; i < extent.revocations(); i++) late.add(revoke(here, there, i));
    }
    progress.clear();
    return new Revocations(late.stream().sorted().toList());
  }

  private double revoke(HttpConnection here, HttpConnection there, int number) throws Exception {
    var session = SessionChecks.open(here, users.get(number % users.size()));
    if (!SessionChecks.isAccepted(there, session)) throw new DoesNotHold("a new token was refused");
    var checking = new CountDownLatch(1);
    var refused =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                do checking.countDown();
                while (SessionChecks.isAccepted(there, session));
                return System.nanoTime();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    checking.await();
    var path = "/v1/users/%s/sessions/%s".formatted(session.user(), session.id());
    var answer = here.delete(path);
    long revoked = System.nanoTime();
    if (answer.status() != 200) throw new DoesNotHold("not revoked: " + answer.text());
    return Math.max(0, Objects.requireNonNull(refused.get()) - revoked) / NANOS_PER_MILLI;
  }

  @Override
  public void close() {
    progress.clear();
    pool.close();
  }
}
