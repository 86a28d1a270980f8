package dev.tallystick.cli.db;

import dev.tallystick.cli.Subcommands;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally db`: the local database.
@Command(
    name = "db",
    mixinStandardHelpOptions = true,
    description = "A local database: in Docker when Docker runs, embedded otherwise.",
    footerHeading = "%nExample:%n",
    footer = {"  tally db start", "  psql \"$(tally db url)\""})
public final class DbCommand implements Runnable, Subcommands.Parent {
  private static final List<Subcommands.Named> COMMANDS =
      List.of(
          new Subcommands.Named("start", StartCommand::new),
          new Subcommands.Named("stop", StopCommand::new),
          new Subcommands.Named("status", StatusCommand::new),
          new Subcommands.Named("url", UrlCommand::new),
          new Subcommands.Named("psql", PsqlCommand::new),
          new Subcommands.Named("logs", LogsCommand::new),
          new Subcommands.Named("reset", ResetCommand::new));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Subcommands subcommands() {
    return Subcommands.of(COMMANDS);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
