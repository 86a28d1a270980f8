package dev.tallystick.cli.db;

import dev.tallystick.cli.Main;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally db url`: one line for scripts.
@Command(
    name = "url",
    mixinStandardHelpOptions = true,
    description =
        "Print the URL of the running database with its password, in one line; exit code 1 if it"
            + " does not run.",
    footerHeading = "%nExample:%n",
    footer = "  psql \"$(tally db url)\"")
final class UrlCommand implements Callable<Integer> {
  @Mixin private DataDirectory directory = new DataDirectory();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var url = directory.database().url();
    if (url.isEmpty()) {
      spec.commandLine().getErr().println(notRunning());
      return Main.NO;
    }
    spec.commandLine().getOut().println(url.get().withPassword());
    return 0;
  }

  /// What is said where a running database is needed.
  static String notRunning() {
    return "tally: the database does not run; start it with: tally db start";
  }
}
