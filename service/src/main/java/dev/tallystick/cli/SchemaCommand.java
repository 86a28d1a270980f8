package dev.tallystick.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally schema`: the schema as code, of Tallystick or of any other PostgreSQL project.
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    subcommands = {SchemaDocsCommand.class, SchemaQueriesCommand.class, SchemaStatsCommand.class},
    description = "Schema as code: plan, prove, generate, migrate, check, lint.",
    footerHeading = "%nExample, for a project of your own:%n",
    footer = "  tally schema plan --schema db/schema --migrations db/migrations")
final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
