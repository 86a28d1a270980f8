package dev.tallystick.cli.schema;

import dev.tallystick.cli.DatabaseOptions;
import dev.tallystick.cli.Durations;
import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.migrate.InvalidIndex;
import dev.tallystick.schema.migrate.MigrationRefused;
import dev.tallystick.schema.migrate.Migrator;
import dev.tallystick.schema.migrate.Outstanding;
import dev.tallystick.schema.migrate.Patience;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema migrate`: runs the migrations that a database lacks.
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Run the migrations that a database lacks.",
      "",
      "A migration that failed or was interrupted goes on where it stopped when it is run again."
          + " Statements such as CREATE INDEX CONCURRENTLY run outside a transaction; a comment"
          + " `-- tally: commit` ends a transaction early."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  tally schema migrate --migrations db/migrations --dry-run",
      "  tally schema migrate --migrations db/migrations --lock-timeout 2s"
    })
final class MigrateCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private MigrationOptions options = new MigrationOptions();

  @Option(
      names = "--lock-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Durations.class,
      description =
          "How long a statement may wait for a lock, with others waiting behind it, before it lets"
              + " them pass and tries again (default: ${DEFAULT-VALUE}).")
  private Duration lockTimeout = Patience.DEFAULT.lockWaitMax();

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often to try in all (default: ${DEFAULT-VALUE}).")
  private int attempts = Patience.DEFAULT.attemptsMax();

  @Option(
      names = "--dry-run",
      description = "Print what would run, part by part, and write nothing.")
  private boolean isDryRun;

  @Option(names = "--json", description = "Print the outcome as JSON.")
  private boolean isJson;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var migrations = options.migrations();
    var usual = Patience.DEFAULT;
    var patience = new Patience(lockTimeout, attempts, usual.pauseMin(), usual.pauseMax());
    var progress =
        new MigrationProgress(out(), spec.commandLine().getErr(), isJson, Terminal.isWatched());
    return database.withDatabaseAsIs(
        db -> {
          var migrator =
              new Migrator(
                  db,
                  migrations,
                  options.historySchema(),
                  patience,
                  RandomGenerator.getDefault(),
                  progress);
          if (isDryRun) print(migrator.outstanding());
          else migrate(migrator, progress);
          return 0;
        });
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void print(List<Outstanding> outstanding) {
    if (isJson) {
      out()
          .println(
              Json.text(Map.of("outstanding", outstanding.stream().map(DryRun::json).toList())));
    } else {
      DryRun.lines(outstanding).forEach(out()::println);
    }
  }

  private void migrate(Migrator migrator, MigrationProgress progress) {
    try {
      migrator.apply();
    } catch (MigrationRefused refused) {
      progress.clear();
      throw refused;
    }
    var invalid = migrator.invalidIndexes();
    if (isJson) {
      out().println(Json.text(json(progress, invalid)));
      return;
    }
    if (progress.applied().isEmpty()) {
      var history = migrator.history();
      out()
          .println(
              history.isEmpty()
                  ? "nothing to apply"
                  : "up to date at version " + history.getLast().version());
    }
    for (var index : invalid) warn(index);
  }

  private void warn(InvalidIndex index) {
    spec.commandLine()
        .getErr()
        .printf(
            "%s the index %s on %s is invalid: it slows writes and serves no query%n         %s;%n",
            Terminal.bad("warning:"), index.name(), index.table(), index.repair());
  }

  private static Map<String, Object> json(MigrationProgress progress, List<InvalidIndex> invalid) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put(
        "applied",
        progress.applied().entrySet().stream()
            .map(
                entry -> {
                  var one = Json.of(entry.getKey());
                  one.put("parts", entry.getKey().parts().size());
                  one.put("millis", entry.getValue().toMillis());
                  return one;
                })
            .toList());
    shown.put(
        "invalidIndexes",
        invalid.stream()
            .map(
                index ->
                    Map.of("name", index.name(), "table", index.table(), "repair", index.repair()))
            .toList());
    return shown;
  }
}
