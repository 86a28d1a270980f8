package dev.tallystick.cli.schema;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally schema`: schema as code.
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Migrate any PostgreSQL database, Tallystick's own or another.",
    subcommands = {MigrateCommand.class, BaselineCommand.class},
    footerHeading = "%nExample:%n",
    footer = "  tally schema migrate --migrations db/migrations --database-url postgresql://…")
public final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
