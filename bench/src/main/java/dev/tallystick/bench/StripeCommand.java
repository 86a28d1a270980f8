package dev.tallystick.bench;

import dev.tallystick.bench.ClosedLoop.Measurement;
import dev.tallystick.bench.StripeBenchmark.Extent;
import dev.tallystick.bench.StripeBenchmark.Figure;
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

/// `tally bench stripe`: a burst of webhooks, and what messages notice of it.
@Command(
    name = "stripe",
    mixinStandardHelpOptions = true,
    description = {
      "How many of Stripe's events a server stores per second when they come in a burst, and how",
      "many it applies; and what that does to messages that are recorded meanwhile. Stripe is",
      "simulated in the process that sends, without Stripe's limit and without its delays."
    },
    footerHeading = "%nExit code 1 if an event is lost or credits are wrong. Example:%n",
    footer = "  tally bench stripe --quick")
final class StripeCommand implements Callable<Integer> {
  private static final double STORED_MIN = 1_000;
  private static final int QUICK_EVENTS = 2_000;

  @Option(
      names = "--events",
      defaultValue = "10000",
      description = "Events of a burst (default: 10000).")
  private int events = 10_000;

  @Option(
      names = "--connections",
      defaultValue = "32",
      description = "Connections of Stripe, and threads of the baseline (default: 32).")
  private int connections = 32;

  @Option(
      names = "--message-connections",
      defaultValue = "16",
      description = "Connections that record messages (default: 16).")
  private int messageConnections = 16;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds (default: 3).")
  private int rounds = 3;

  @Option(names = "--quick", description = "One round of 2,000 events: the ratios are rough.")
  private boolean isQuick;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (events < 1 || connections < 1 || messageConnections < 1 || rounds < 1) {
      throw new IllegalArgumentException("all numbers are at least 1");
    }
    if (isQuick) {
      events = QUICK_EVENTS;
      rounds = 1;
    }
    var progress = new Progress();
    progress.say("starting the server");
    var extent = new Extent(events, connections, messageConnections, rounds, Duration.ofSeconds(5));
    try (var workspace = Workspace.at(null);
        var stripe = StripeBenchmark.events();
        var server = ServerProcess.start(workspace, stripe.environment());
        var benchmark = new StripeBenchmark(extent, server, stripe, progress)) {
      print(spec.commandLine().getOut(), benchmark.run());
    }
    return 0;
  }

  private void print(PrintWriter out, Map<Figure, Measurement> medians) {
    out.printf(
        Locale.ROOT,
        "%,d events over %d connections, messages of 2 KB over %d%n",
        events,
        connections,
        messageConnections);
    out.printf(Locale.ROOT, "%-36s %9s %9s %9s%n", "", "per s", "p50 ms", "p99 ms");
    medians.forEach(
        (figure, median) -> {
          out.printf(Locale.ROOT, "%-36s %,9.0f", figure.title(), median.perSecond());
          if (median.p50Ms() > 0) {
            out.printf(Locale.ROOT, " %9.2f %9.2f", median.p50Ms(), median.p99Ms());
          }
          out.println();
        });
    double stored = of(medians, Figure.STORED).perSecond();
    out.printf(
        Locale.ROOT,
        "%s  stored: %,.0f/s (target: %,.0f), %.2f × (a)%n",
        stored >= STORED_MIN ? "PASS" : "MISS",
        stored,
        STORED_MIN,
        stored / of(medians, Figure.INSERTED).perSecond());
    double alone = of(medians, Figure.MESSAGES).perSecond();
    out.printf(
        Locale.ROOT,
        "      messages go on at %.0f %% while events are stored, at %.0f %% while they are applied%n",
        100 * of(medians, Figure.MESSAGES_STORING).perSecond() / alone,
        100 * of(medians, Figure.MESSAGES_APPLYING).perSecond() / alone);
    out.flush();
  }

  private static Measurement of(Map<Figure, Measurement> medians, Figure figure) {
    return Objects.requireNonNull(medians.get(figure));
  }
}
