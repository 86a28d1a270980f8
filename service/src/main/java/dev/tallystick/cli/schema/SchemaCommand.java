package dev.tallystick.cli.schema;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally schema`: schema as code.
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "The schema as code: plan, prove, generate, migrate, check; on any PostgreSQL.",
    subcommands = {
      PlanCommand.class,
      MigrateCommand.class,
      BaselineCommand.class,
      CheckCommand.class,
      DriftCommand.class,
      AdoptCommand.class
    },
    footerHeading = "%nExample, for a project of your own:%n",
    footer = "  tally schema plan --schema db/schema --migrations db/migrations")
public final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
