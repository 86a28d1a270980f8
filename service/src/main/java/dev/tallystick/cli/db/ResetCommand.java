package dev.tallystick.cli.db;

import dev.tallystick.cli.Failure;
import dev.tallystick.cli.KeyFile;
import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import dev.tallystick.postgres.Engine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally db reset`: an empty database instead of the one that is there.
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    description = {
      "Delete the local database with all its data, and the first service key.",
      "It asks first. If the database ran, an empty one runs afterwards, with the same password.",
      "Refused while a server (tally serve) uses it."
    },
    footerHeading = "%nExample:%n",
    footer = {"  tally db reset", "  tally db reset --yes --engine embedded"})
final class ResetCommand implements Callable<Integer> {
  @Mixin private DataDirectory directory = new DataDirectory();
  @Mixin private NewDatabase wanted = new NewDatabase();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean isAgreed;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var database = directory.database();
    var engine = database.engine();
    if (engine.isEmpty()) {
      out().println(StatusCommand.absent(directory.path()));
      return 0;
    }
    if (!isAgreed && !isConfirmed(engine.get())) {
      out().println("Nothing was deleted.");
      return Main.NO;
    }
    var started = database.reset(wanted.wish(database), List.of(KeyFile.NAME), Progress.to(spec));
    out().println("The database is deleted.");
    started.ifPresent(empty -> StartCommand.print(out(), empty));
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private boolean isConfirmed(Engine engine) {
    if (!Terminal.isWatched()) {
      throw new Failure("reset deletes all data, and there is no terminal to ask on; say --yes");
    }
    out()
        .print(
            "This deletes the %s database of %s and everything in it. Type yes to go on: "
                .formatted(engine.word(), directory.path().toAbsolutePath().normalize()));
    out().flush();
    try {
      var answer =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
      return answer != null && answer.strip().equals("yes");
    } catch (IOException e) {
      throw new Failure("cannot read the answer: " + e.getMessage(), e);
    }
  }
}
