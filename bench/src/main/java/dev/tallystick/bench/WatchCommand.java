package dev.tallystick.bench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally bench watch`: from a commit to the line that shows it.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "How long after its commit a change is printed by tally watch, at a steady rate; and whether",
      "a burst is shown or counted to the last change."
    },
    footerHeading = "%nExit code 1 if a change is lost. Example:%n",
    footer = "  tally bench watch --rate 1000 --seconds 10")
final class WatchCommand implements Callable<Integer> {
  @Option(
      names = "--rate",
      defaultValue = "1000",
      description = "Changes per second, a transaction each (default: ${DEFAULT-VALUE}).")
  private int rate = 1000;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long, after as long a warm-up (default: ${DEFAULT-VALUE}).")
  private int seconds = 10;

  @Option(
      names = "--burst",
      defaultValue = "100000",
      description = "Changes of the burst, in one transaction (default: ${DEFAULT-VALUE}).")
  private int burst = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (rate < 1 || seconds < 1 || burst < 1) {
      throw new IllegalArgumentException("--rate, --seconds and --burst are at least 1");
    }
    var out = spec.commandLine().getOut();
    try (var workspace = Workspace.at(null);
        var benchmark = WatchBenchmark.start(workspace, new Progress())) {
      var latency = benchmark.steady(rate, seconds);
      out.printf("steady   %,d changes at %,.0f/s%n", latency.changes(), latency.perSecond());
      print(out, "the commit", latency.commit(), "");
      print(out, "from there to the line", latency.shown(), "  (target: p99 20 ms)");
      var seen = benchmark.burst(burst);
      out.printf(
          "burst    %,d changes in one transaction: %,d shown, %,d counted, %.2f s after the commit (%,.0f/s)%n",
          burst, seen.shown(), seen.counted(), seen.seconds(), burst / seen.seconds());
      out.flush();
    }
    return 0;
  }

  private static void print(
      PrintWriter out, String what, WatchBenchmark.Millis millis, String note) {
    out.printf(
        "         %-22s  p50 %7.2f ms   p99 %7.2f ms   max %7.2f ms%s%n",
        what, millis.p50(), millis.p99(), millis.max(), note);
  }
}
