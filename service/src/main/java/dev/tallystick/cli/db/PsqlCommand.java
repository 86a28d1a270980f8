package dev.tallystick.cli.db;

import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.LocalDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally db psql`: PostgreSQL's own terminal on the local database.
@Command(
    name = "psql",
    mixinStandardHelpOptions = true,
    description = {
      "Open psql on the running database; its exit code is this command's.",
      "Without psql on this machine, the one in the container is used."
    },
    footerHeading = "%nExample:%n",
    footer = {"  tally db psql", "  tally db psql -- -c 'SELECT count(*) FROM tally.users'"})
final class PsqlCommand implements Callable<Integer> {
  @Mixin private DataDirectory directory = new DataDirectory();

  @Parameters(paramLabel = "ARGS", arity = "0..*", description = "Arguments of psql, after --.")
  private List<String> arguments = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var database = directory.database();
    var url = database.url();
    if (url.isEmpty()) {
      spec.commandLine().getErr().println(UrlCommand.notRunning());
      return Main.NO;
    }
    try {
      return OnTerminal.run(installed(url.get()));
    } catch (IOException _) {
      return inContainer(database);
    }
  }

  /// With the address in its environment, where `ps` shows no password.
  private ProcessBuilder installed(DatabaseUrl url) {
    var command = new ArrayList<>(List.of("psql"));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).inheritIO();
    var environment = builder.environment();
    // Whoever runs this may have another server in there.
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.put("PGHOST", url.uri().getHost());
    environment.put("PGPORT", Integer.toString(url.uri().getPort()));
    environment.put("PGUSER", url.user());
    environment.put("PGPASSWORD", url.password());
    environment.put("PGDATABASE", url.name());
    return builder;
  }

  private int inContainer(LocalDatabase database) {
    var command =
        database
            .programCommand("psql", Terminal.isWatched())
            .orElseThrow(
                () ->
                    new Failure(
                        "psql is not installed: apt install postgresql-client, or brew install"
                            + " libpq. Without it, tally watch --sql 'SELECT …' shows rows."));
    var all = new ArrayList<>(command);
    all.addAll(arguments);
    try {
      return OnTerminal.run(new ProcessBuilder(all).inheritIO());
    } catch (IOException e) {
      throw new Failure("cannot run docker: " + e.getMessage(), e);
    }
  }
}
