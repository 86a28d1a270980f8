package dev.tallystick.cli.schema;

import dev.tallystick.cli.Main;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema drift`: who moved: files, migrations or the live database.
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    description = {
      "Say who moved, object by object: the files, the migrations or the live database.",
      "",
      "The live database is compared with the migrations it has; pending ones are no drift. What"
          + " neither files nor migrations mention is another's."
    },
    footerHeading = "%nExit code 1 if the live database moved. Example:%n",
    footer = "  tally schema drift --database-url postgresql://…/app")
final class DriftCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SchemaProject project = new SchemaProject();

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean asJson;

  @Override
  public Integer call() throws SQLException {
    var files = project.files();
    var migrations = project.migrations();
    var live = Optional.of(project.requireLive());
    try (var shadow = project.shadow()) {
      var standing = Standing.of(shadow, files, migrations, live, project.historySchema());
      var view = new DriftView(spec.commandLine().getOut(), standing);
      if (asJson) view.printJson();
      else view.print();
      return standing.drift().isLive() ? Main.NO : 0;
    }
  }
}
