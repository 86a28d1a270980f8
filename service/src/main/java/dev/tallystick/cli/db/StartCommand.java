package dev.tallystick.cli.db;

import dev.tallystick.cli.Terminal;
import dev.tallystick.postgres.LocalDatabase;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally db start`: brings the database up and leaves it running.
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = {
      "Start the local database and leave it running; it is ready when this returns.",
      "",
      "A directory's first start decides for Docker or embedded; later ones keep to it. Its data,"
          + " password and port stay over restarts."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tally db start",
      "  tally db start --engine docker --postgres-version 17 --port 5433"
    })
final class StartCommand implements Runnable {
  @Mixin private DataDirectory directory = new DataDirectory();
  @Mixin private NewDatabase wanted = new NewDatabase();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    var database = directory.database();
    var started = database.start(wanted.wish(database), Progress.to(spec));
    print(spec.commandLine().getOut(), started);
  }

  /// Says that the database runs, and what to do with it.
  static void print(PrintWriter out, LocalDatabase.Started started) {
    out.println(
        Terminal.good(started.ranBefore() ? "The database runs already." : "The database runs."));
    var reason = started.reason().isEmpty() ? "" : ", because " + started.reason();
    out.println("  engine   " + started.engine().word() + reason);
    out.println("  address  " + started.url());
    out.println(
        Terminal.faint("  tally db url prints it with the password; tally db stop ends it"));
  }
}
