package dev.tallystick.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally bench schema`: from a save to a plan.
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description =
        "Wall time of tally schema plan after a file was saved, for the whole process: 18 and 500"
            + " tables, with the shadow running and with its start.",
    footerHeading = "%nExample:%n",
    footer = "  tally bench schema --runs 9")
final class SchemaCommand implements Callable<Integer> {
  /// The launcher says where it is: it is what people start.
  private static final String LAUNCHER = "tally.launcher";

  @Option(names = "--runs", defaultValue = "9", description = "Runs of each case (default: 9).")
  private int runs = 9;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var launcher = System.getProperty(LAUNCHER);
    if (launcher == null) throw new IllegalArgumentException("start it as: tally bench schema");
    var out = spec.commandLine().getOut();
    try (var workspace = Workspace.at(null)) {
      var benchmark = new SchemaBenchmark(Path.of(launcher), workspace, new Progress());
      out.println("tables  shadow    median      min      max   target   (milliseconds)");
      for (var figure : benchmark.run(runs)) {
        var c = figure.benchmarkCase();
        out.printf(
            "%6d  %-7s %8d %8d %8d %8d%n",
            c.tables(),
            c.isWarm() ? "runs" : "starts",
            figure.median(),
            figure.min(),
            figure.max(),
            c.targetMillis());
      }
      out.flush();
    }
    return 0;
  }
}
