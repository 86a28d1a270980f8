package dev.tallystick.bench;

import dev.tallystick.bench.SessionsBenchmark.Way;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally bench sessions`: session checks per second, and how soon a revocation holds everywhere.
@Command(
    name = "sessions",
    mixinStandardHelpOptions = true,
    description = {
      "Session checks per second over HTTP, beside a plain SELECT by key through a pool of the same",
      "size; and how long another server process accepts a token after its revocation was answered."
    },
    footerHeading = "%nExample:%n",
    footer = "  tally bench sessions --rounds 5")
final class SessionsCommand implements Callable<Integer> {
  /// A cache with push invalidation serves the checks, so they have to be quicker than the query
  /// they save.
  private static final double TO_BY_KEY_MIN = 1;

  private static final double LATE_MS_MAX = 100;
  private static final Duration WARM_UP = Duration.ofSeconds(6);

  @Option(names = "--rounds", defaultValue = "5", description = "Rounds (default: 5).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      defaultValue = "3",
      description = "Seconds for a way in a round (default: 3).")
  private int seconds = 3;

  @Option(
      names = "--connections",
      defaultValue = "32",
      description = "Connections, and threads of the baseline (default: 32).")
  private int connections = 32;

  @Option(
      names = "--revocations",
      defaultValue = "200",
      description = "Sessions to revoke (default: 200).")
  private int revocations = 200;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (rounds < 1 || seconds < 1 || connections < 1 || revocations < 1) {
      throw new IllegalArgumentException("all numbers are at least 1");
    }
    var progress = new Progress();
    progress.say("starting the server");
    var each = Duration.ofSeconds(seconds);
    var extent = new SessionsBenchmark.Extent(connections, rounds, each, WARM_UP, revocations);
    try (var workspace = Workspace.at(null);
        var server = ServerProcess.start(workspace);
        var benchmark = new SessionsBenchmark(extent, server, progress)) {
      var out = spec.commandLine().getOut();
      print(out, benchmark.rates());
      print(out, benchmark.revocations());
      out.flush();
    }
    return 0;
  }

  private void print(PrintWriter out, Map<Way, ClosedLoop.Measurement> medians) {
    double byKey = perSecond(medians, Way.BY_KEY);
    out.printf(
        Locale.ROOT,
        "%-20s %11s %9s %9s %7s%n",
        connections + " connections",
        "checks/s",
        "p50 ms",
        "p99 ms",
        "to (a)");
    medians.forEach(
        (way, median) ->
            out.printf(
                Locale.ROOT,
                "%-20s %,11.0f %9.2f %9.2f %7.2f%n",
                way.title(),
                median.perSecond(),
                median.p50Ms(),
                median.p99Ms(),
                median.perSecond() / byKey));
    double ratio = perSecond(medians, Way.SINGLE) / byKey;
    out.printf(
        Locale.ROOT,
        "%s  one per request: %.2f × SELECT by key (target: %.1f)%n",
        ratio >= TO_BY_KEY_MIN ? "PASS" : "MISS",
        ratio,
        TO_BY_KEY_MIN);
  }

  private static double perSecond(Map<Way, ClosedLoop.Measurement> medians, Way way) {
    return Objects.requireNonNull(medians.get(way)).perSecond();
  }

  private static void print(PrintWriter out, SessionsBenchmark.Revocations revocations) {
    double max = revocations.quantile(1);
    out.printf(
        Locale.ROOT,
        "%s  %,d revocations, refused by another process after: p50 %.2f ms  p99 %.2f ms  max %.2f"
            + " ms (target: %.0f)%n",
        max <= LATE_MS_MAX ? "PASS" : "MISS",
        revocations.lateMs().size(),
        revocations.quantile(0.5),
        revocations.quantile(0.99),
        max,
        LATE_MS_MAX);
  }
}
