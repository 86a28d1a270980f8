package dev.tallystick.cli.db;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally db stop`: ends the database and keeps its data.
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Stop the local database; its data stays.",
      "Refused while a server (tally serve) uses it."
    },
    footerHeading = "%nExample:%n",
    footer = "  tally db stop")
final class StopCommand implements Callable<Integer> {
  @Mixin private DataDirectory directory = new DataDirectory();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var ran = directory.database().stop();
    spec.commandLine()
        .getOut()
        .println(ran ? "The database is stopped." : "The database did not run.");
    return 0;
  }
}
