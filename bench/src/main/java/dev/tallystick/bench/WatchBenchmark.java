package dev.tallystick.bench;

import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.Durability;
import dev.tallystick.postgres.EmbeddedServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// `tally watch` as a process of its own, and changes that it has to show. Two clocks run: one from
/// the moment at which a statement is sent that commits by itself, one from the moment at which its
/// commit is acknowledged.
final class WatchBenchmark implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Pattern ID = Pattern.compile("\"id\":\"(\\d+)\"");
  private static final Pattern MISSED = Pattern.compile("\"total\":(\\d+)");

  private final EmbeddedServer server;
  private final Process watch;
  private final BufferedReader lines;
  private final Progress progress;
  private int nextId;

  private WatchBenchmark(EmbeddedServer server, Process watch, Progress progress) {
    this.server = server;
    this.watch = watch;
    this.lines = watch.inputReader();
    this.progress = progress;
  }

  /// What a steady rate gave.
  ///
  /// @param commit from the sending of a statement to its commit's acknowledgement
  /// @param shown from there to the line; 0 for one that was quicker than the acknowledgement
  record Latency(int changes, double perSecond, Millis commit, Millis shown) {}

  record Millis(double p50, double p99, double max) {
    static Millis of(double[] all) {
      var sorted = all.clone();
      Arrays.sort(sorted);
      return new Millis(
          sorted[sorted.length / 2],
          sorted[(int) (sorted.length * 0.99)],
          sorted[sorted.length - 1]);
    }
  }

  /// What became of a burst.
  record Burst(long shown, long counted, double seconds) {}

  static WatchBenchmark start(Workspace workspace, Progress progress)
      throws SQLException, IOException {
    var server = EmbeddedServer.open(workspace.postgres(), Durability.DURABLE);
    run(
        server.url(),
        "CREATE TABLE changes (id int PRIMARY KEY, status text, note text, at timestamptz DEFAULT now())");
    var benchmark = new WatchBenchmark(server, watch(server.url()), progress);
    var first = benchmark.lines.readLine();
    if (first == null || !first.contains("replication")) {
      benchmark.close();
      throw new DoesNotHold("tally watch did not start: " + first);
    }
    return benchmark;
  }

  private static Process watch(DatabaseUrl url) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.tallystick.cli.Main",
            "watch",
            "changes",
            "--json");
    builder.environment().put("TALLY_DATABASE_URL", url.withPassword());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static void run(DatabaseUrl url, String sql) throws SQLException {
    try (var connection = url.connect(Map.of());
        var statement = connection.createStatement()) {
      var _ = statement.execute(sql);
    }
  }

  /// Inserts at a rate, first to warm up and then to measure.
  Latency steady(int rate, int seconds) throws IOException, InterruptedException {
    progress.say("warming up");
    var _ = steadyOnce(rate, seconds);
    progress.say("measuring");
    var latency = steadyOnce(rate, seconds);
    progress.clear();
    return latency;
  }

  private Latency steadyOnce(int rate, int seconds) throws IOException, InterruptedException {
    int first = nextId;
    int count = rate * seconds;
    nextId += count;
    var sent = new long[count];
    var acknowledged = new long[count];
    var shown = new long[count];
    long start = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      var writers =
          IntStream.range(0, CONNECTIONS)
              .mapToObj(
                  writer ->
                      threads.submit(
                          (Callable<Boolean>)
                              () -> write(first, sent, acknowledged, writer, start, rate)))
              .toList();
      for (int read = 0; read < count; read++) {
        var line = line();
        long now = System.nanoTime();
        shown[id(line) - first] = now;
      }
      check(writers);
    }
    return latency(sent, acknowledged, shown, start);
  }

  /// Sends every so-manieth insert at its time; one that is late is sent at once.
  private boolean write(
      int first, long[] sent, long[] acknowledged, int writer, long start, int rate)
      throws SQLException {
    try (var connection = server.url().connect(Map.of());
        var insert =
            connection.prepareStatement(
                "INSERT INTO changes (id, status, note) VALUES (?, 'new', repeat('x', 100))")) {
      for (int i = writer; i < sent.length; i += CONNECTIONS) {
        long due = start + (long) (i * NANOS_PER_SECOND / rate);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        insert.setInt(1, first + i);
        sent[i] = System.nanoTime();
        insert.executeUpdate();
        acknowledged[i] = System.nanoTime();
      }
    }
    return true;
  }

  private static void check(List<Future<Boolean>> writers) throws InterruptedException {
    for (var writer : writers) {
      try {
        var _ = writer.get();
      } catch (ExecutionException failure) {
        throw new IllegalStateException("a writer failed", failure.getCause());
      }
    }
  }

  private static Latency latency(long[] sent, long[] acknowledged, long[] shown, long start) {
    var commit = new double[sent.length];
    var after = new double[sent.length];
    long last = start;
    for (int i = 0; i < sent.length; i++) {
      if (shown[i] == 0) throw new DoesNotHold("a change was not shown");
      commit[i] = (acknowledged[i] - sent[i]) / NANOS_PER_MILLI;
      after[i] = Math.max(0, shown[i] - acknowledged[i]) / NANOS_PER_MILLI;
      last = Math.max(last, shown[i]);
    }
    return new Latency(
        sent.length,
        sent.length * NANOS_PER_SECOND / (last - start),
        Millis.of(commit),
        Millis.of(after));
  }

  /// Inserts all at once, and reads until each is shown or counted.
  Burst burst(int count) throws SQLException, IOException {
    progress.say("a burst");
    int first = nextId;
    nextId += count;
    run(
        server.url(),
        "INSERT INTO changes (id, status, note) SELECT i, 'new', repeat('x', 100) FROM generate_series(%d, %d) AS i"
            .formatted(first, first + count - 1));
    long start = System.nanoTime();
    long shown = 0;
    long counted = 0;
    while (shown + counted < count) {
      var line = line();
      if (line.startsWith("{\"kind\":\"gap\"")) {
        counted += number(MISSED, line);
      } else {
        // In order: one that is lost in silence leaves a hole.
        if (id(line) != first + shown + counted) throw new DoesNotHold("out of order: " + line);
        shown++;
      }
    }
    progress.clear();
    return new Burst(shown, counted, (System.nanoTime() - start) / NANOS_PER_SECOND);
  }

  private String line() throws IOException {
    var line = lines.readLine();
    if (line == null) throw new DoesNotHold("tally watch ended");
    return line;
  }

  private static int id(String line) {
    return number(ID, line);
  }

  private static int number(Pattern pattern, String line) {
    var matcher = pattern.matcher(line);
    if (!matcher.find()) throw new DoesNotHold("not a change: " + line);
    return Integer.parseInt(matcher.group(1));
  }

  @Override
  public void close() {
    watch.destroy();
    server.close();
  }
}
