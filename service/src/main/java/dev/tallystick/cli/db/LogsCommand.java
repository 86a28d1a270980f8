package dev.tallystick.cli.db;

import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Main;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally db logs`: what the server says.
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Print the end of the database server's log.",
    footerHeading = "%nExample:%n",
    footer = "  tally db logs --lines 100 --follow")
final class LogsCommand implements Callable<Integer> {
  @Mixin private DataDirectory directory = new DataDirectory();

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many lines (default: ${DEFAULT-VALUE}).")
  private int lines = 20;

  @Option(names = "--follow", description = "Go on with what is logged from now on, until Ctrl-C.")
  private boolean isFollowed;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (lines < 0) throw new Failure("--lines is a number of lines, not " + lines);
    var command = directory.database().logCommand(lines, isFollowed);
    if (command.isEmpty()) {
      spec.commandLine().getErr().println(StatusCommand.absent(directory.path()));
      return Main.NO;
    }
    try {
      // Docker prints a server's standard error on its own, where grep would not see it.
      return OnTerminal.run(
          new ProcessBuilder(command.get()).inheritIO().redirectErrorStream(true));
    } catch (IOException e) {
      throw new Failure("cannot run %s: %s".formatted(command.get().getFirst(), e.getMessage()), e);
    }
  }
}
