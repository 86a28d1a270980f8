package dev.tallystick.cli.schema;

import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.migrate.Migration;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.plan.MigrationText;
import dev.tallystick.schema.plan.Plan;
import dev.tallystick.schema.plan.TableSizes;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally schema generate`: writes the next migration.
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description =
        "Write the migration that leads to the schema files, with what was measured beside each"
            + " statement. Review it; it is never edited once it was applied.",
    footerHeading = "%nExit code 1 if somebody has to decide something first. Example:%n",
    footer = "  tally schema generate add_nickname")
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SchemaProject project = new SchemaProject();

  @Parameters(paramLabel = "NAME", description = "What it does, as in add_nickname.")
  private String name = "";

  @Option(
      names = "--allow",
      paramLabel = "OBJECT=REASON",
      description = "Allow a step that destroys data, and say why. Repeatable.")
  private Map<String, String> allowed = new LinkedHashMap<>();

  @Option(names = "--json", description = "Print the plan and the file as JSON.")
  private boolean asJson;

  @Override
  public Integer call() throws SQLException, IOException {
    if (!name.matches("[a-z0-9_]+")) {
      throw new Failure("'%s' is no name for a file; take a-z, 0-9 and _".formatted(name));
    }
    var files = project.files();
    var migrations = project.migrations();
    var live = project.live();
    var sizes = live.isPresent() ? project.sizes(live.get()) : TableSizes.unknown();
    var view = new PlanView(spec.commandLine().getOut(), sizes);
    try (var shadow = project.shadow()) {
      var plan = Plan.make(shadow, files.scripts(), migrations, allowed);
      if (!(plan instanceof Plan.Proved proved)) {
        if (asJson) view.printJson(plan, Map.of());
        else view.print(plan);
        return plan instanceof Plan.UpToDate ? 0 : Main.NO;
      }
      var migration =
          Migration.ofFile(migrations.nextFile(name), MigrationText.of(name, proved, sizes));
      check(shadow, files, migrations, migration);
      var path = project.migrationsFolder().resolve(migration.file());
      Files.writeString(path, migration.sql(), StandardOpenOption.CREATE_NEW);
      if (asJson) {
        view.printJson(plan, Map.of("file", path.toString()));
      } else {
        view.print(plan);
        spec.commandLine().getOut().println();
        spec.commandLine().getOut().println(Terminal.good("Wrote ") + path);
      }
      return 0;
    }
  }

  /// The plan was proved step by step; the file has to be proved as a whole, before anybody has it.
  private static void check(
      Shadow shadow, SchemaFiles files, Migrations migrations, Migration migration)
      throws SQLException {
    var all = new ArrayList<>(migrations.all());
    all.add(migration);
    var plan = Plan.make(shadow, files.scripts(), new Migrations(all), Map.of());
    if (!(plan instanceof Plan.UpToDate)) {
      throw new IllegalStateException(
          "the migration as a file does not lead to the schema files:\n" + migration.sql());
    }
  }
}
