package dev.tallystick.cli.schema;

import dev.tallystick.cli.Main;
import dev.tallystick.schema.plan.Plan;
import dev.tallystick.schema.plan.TableSizes;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema plan`: what a migration would do, proved on a copy.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Show the steps from the migrations to the schema files, proved on a copy, with the locks,"
            + " rewrites and scans that were measured.",
    footerHeading = "%nExit code 1 if somebody has to decide something first. Example:%n",
    footer = "  tally schema plan --allow 'column app.users.nickname=nobody reads it'")
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SchemaProject project = new SchemaProject();

  @Option(
      names = "--allow",
      paramLabel = "OBJECT=REASON",
      description = "Allow a step that destroys data, and say why. Repeatable.")
  private Map<String, String> allowed = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print the plan as JSON.")
  private boolean asJson;

  @Override
  public Integer call() throws SQLException {
    var files = project.files();
    var migrations = project.migrations();
    var live = project.live();
    try (var shadow = project.shadow()) {
      var plan = Plan.make(shadow, files.scripts(), migrations, allowed);
      var sizes = live.isPresent() ? project.sizes(live.get()) : TableSizes.unknown();
      var view = new PlanView(spec.commandLine().getOut(), sizes);
      if (asJson) view.printJson(plan, Map.of());
      else view.print(plan);
      return switch (plan) {
        case Plan.UpToDate _, Plan.Proved _ -> 0;
        case Plan.Refused _, Plan.Unproved _ -> Main.NO;
      };
    }
  }
}
