package dev.tallystick.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally bench messages`: messages per second beside two baselines.
@Command(
    name = "messages",
    mixinStandardHelpOptions = true,
    description = {
      "Messages per second over HTTP, durable, priced and charged, beside two baselines on the same",
      "PostgreSQL: (a) one SERIALIZABLE transaction a message, (b) raw COPY of the same rows."
    },
    footerHeading = "%nThe server it starts sees TALLY_LANES and the like. Examples:%n",
    footer = {
      "  tally bench messages",
      "  tally bench messages --quick --sizes 2000 --json out.json"
    })
final class MessagesCommand implements Callable<Integer> {
  private static final Duration QUICK = Duration.ofSeconds(1);
  private static final Duration WARM_UP = Duration.ofSeconds(2);

  /// Until the service's JVM has compiled what is hot: before that, half of its time goes into
  /// that.
  private static final Duration SERVICE_WARM_UP = Duration.ofSeconds(12);

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds (default: 3).")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "Seconds for a case in a round (default: 4).")
  private int seconds = 4;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "BYTES",
      defaultValue = "200,2000,20000",
      description = "Sizes of the requests (default: 200,2000,20000).")
  private List<Integer> sizes = List.of();

  @Option(names = "--users", defaultValue = "500", description = "Users (default: 500).")
  private int users = 500;

  @Option(names = "--quick", description = "One round of one second: to see that it works.")
  private boolean isQuick;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where to keep the database (default: a fresh directory, deleted at the end).")
  private @Nullable Path data;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all rounds to this file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var progress = new Progress();
    progress.say("starting the server");
    try (var workspace = Workspace.at(data);
        var server = ServerProcess.start(workspace);
        var benchmark = new MessagesBenchmark(extent(), server, progress)) {
      var report = new MessagesReport(benchmark.run());
      var out = spec.commandLine().getOut();
      report.print(out);
      out.flush();
      if (json != null) report.write(json);
    }
    return 0;
  }

  private MessagesBenchmark.Extent extent() {
    if (sizes.stream().anyMatch(size -> size < 100 || size > 1_000_000)) {
      throw new IllegalArgumentException("--sizes must be from 100 to 1000000");
    }
    var each = isQuick ? QUICK : Duration.ofSeconds(seconds);
    var warmUp = isQuick ? QUICK : WARM_UP;
    var serviceWarmUp = isQuick ? QUICK : SERVICE_WARM_UP;
    return new MessagesBenchmark.Extent(
        sizes, isQuick ? 1 : rounds, each, warmUp, serviceWarmUp, users);
  }
}
