package dev.tallystick.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally bench crash`: processes are killed under load, and nothing may be lost.
@Command(
    name = "crash",
    mixinStandardHelpOptions = true,
    description = {
      "Kill the service, then PostgreSQL, at random moments under load; send again what was not",
      "acknowledged; prove that every acknowledged message is there once and charged once."
    },
    footerHeading = "%nExit code 1 if a promise is broken. Example:%n",
    footer = "  tally bench crash --rounds 2")
final class CrashCommand implements Callable<Integer> {
  @Option(
      names = "--rounds",
      defaultValue = "10",
      description = "Rounds with each victim (default: 10).")
  private int rounds = 10;

  @Option(names = "--seed", description = "Repeats the moments of an earlier run.")
  private @Nullable Long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where to keep the database (default: a fresh directory, deleted at the end).")
  private @Nullable Path data;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    var out = spec.commandLine().getOut();
    long used = seed == null ? new Random().nextLong() : seed;
    out.println("seed " + used);
    var workspace = Workspace.at(data);
    try (workspace) {
      new CrashDrill(workspace, out, new Random(used)).run(rounds);
    }
    if (data == null && Files.exists(workspace.data())) {
      throw new DoesNotHold(workspace.data() + " was left behind");
    }
    say(out);
    return 0;
  }

  private void say(PrintWriter out) {
    out.printf("Service and PostgreSQL were each killed %d times: nothing was lost.%n", rounds);
    out.flush();
  }
}
