package dev.tallystick.cli.schema;

import dev.tallystick.cli.Subcommands;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tally schema`: schema as code.
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "The schema as code: plan, prove, generate, migrate, check; on any PostgreSQL.",
    footerHeading = "%nExample, for a project of your own:%n",
    footer = "  tally schema plan --schema db/schema --migrations db/migrations")
public final class SchemaCommand implements Runnable, Subcommands.Parent {
  private static final List<Subcommands.Named> COMMANDS =
      List.of(
          new Subcommands.Named("plan", PlanCommand::new),
          new Subcommands.Named("generate", GenerateCommand::new),
          new Subcommands.Named("lint", LintCommand::new),
          new Subcommands.Named("queries", QueriesCommand::new),
          new Subcommands.Named("stats", StatsCommand::new),
          new Subcommands.Named("docs", DocsCommand::new),
          new Subcommands.Named("check", CheckCommand::new),
          new Subcommands.Named("drift", DriftCommand::new),
          new Subcommands.Named("adopt", AdoptCommand::new),
          new Subcommands.Named("migrate", MigrateCommand::new),
          new Subcommands.Named("baseline", BaselineCommand::new),
          new Subcommands.Named("shadow", ShadowCommand::new));

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
