package dev.tallystick.bench;

import dev.tallystick.postgres.ServerFailure;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command line of the benchmarks. Exit codes: 0 done, 1 something does not hold, 2 it could
/// not be run.
@Command(
    name = "tally bench",
    mixinStandardHelpOptions = true,
    description = "Measure this machine, or kill processes and see that nothing is lost.",
    subcommands = {
      MessagesCommand.class,
      SchemaCommand.class,
      WatchCommand.class,
      SessionsCommand.class,
      StripeCommand.class,
      CrashCommand.class
    },
    footerHeading = "%nExample:%n",
    footer = "  tally bench messages --quick")
public final class Main implements Runnable {
  private static final int NO = 1;
  private static final int FAILED = 2;

  @Spec private CommandSpec spec;

  /// For picocli alone.
  Main() {
    spec = CommandSpec.create();
  }

  public static void main(String[] arguments) {
    // What the parts of the service that run here have to say would stand in the way of the table.
    if (System.getenv("TALLY_LOG_LEVEL") == null) System.setProperty("TALLY_LOG_LEVEL", "WARN");
    System.exit(
        new CommandLine(new Main())
            .setExecutionExceptionHandler((failure, line, _) -> explain(failure, line.getErr()))
            .execute(arguments));
  }

  /// What does not hold is said in a few words; anything else is a fault of ours, and shown whole.
  private static int explain(Exception failure, PrintWriter err) {
    switch (failure) {
      case DoesNotHold _ -> {
        err.println("tally bench: " + failure.getMessage());
        return NO;
      }
      case ServerFailure _, IllegalArgumentException _ ->
          err.println("tally bench: " + failure.getMessage());
      default -> failure.printStackTrace(err);
    }
    return FAILED;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
