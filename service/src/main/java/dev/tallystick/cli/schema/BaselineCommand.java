package dev.tallystick.cli.schema;

import dev.tallystick.cli.DatabaseOptions;
import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import dev.tallystick.postgres.Database;
import dev.tallystick.schema.drift.Comparison;
import dev.tallystick.schema.drift.Detail;
import dev.tallystick.schema.drift.Facet;
import dev.tallystick.schema.drift.LiveDatabase;
import dev.tallystick.schema.migrate.Baseline;
import dev.tallystick.schema.migrate.Migrations;
import dev.tallystick.schema.migrate.Version;
import dev.tallystick.schema.plan.Difference;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema baseline`: takes over a database that stands where its migrations lead.
@Command(
    name = "baseline",
    description = {
      "Record migrations as applied without running them.",
      "",
      "For a database that has its tables already. One that Flyway migrated is taken over with"
          + " what Flyway has applied, if its files are still the same.",
      "",
      "The database must declare what the migrations declare that are recorded: they are replayed"
          + " on a shadow and compared."
    },
    footerHeading = "%nExit code 1 if the database cannot be taken over. Example:%n",
    footer = "  tally schema baseline --migrations db/migrations --dry-run")
final class BaselineCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions database = new DatabaseOptions();
  @Mixin private MigrationOptions options = new MigrationOptions();

  @Option(
      names = "--version",
      paramLabel = "N",
      converter = Versions.class,
      description = "The last version to record (default: what Flyway has applied, or all).")
  private @Nullable Version version;

  @Option(
      names = "--flyway-table",
      paramLabel = "TABLE",
      description = "Flyway's history (default: flyway_schema_history in any schema).")
  private @Nullable String flywayTable;

  @Option(
      names = "--shadow",
      paramLabel = "URL",
      defaultValue = "${env:TALLY_SHADOW_URL}",
      description =
          "A PostgreSQL whose role may create databases, to replay the migrations on instead of the"
              + " embedded one.")
  private @Nullable String shadowUrl;

  @Option(
      names = "--unproved",
      description = "Do not compare the database with what the migrations declare.")
  private boolean isUnproved;

  @Option(names = "--dry-run", description = "Print what would be recorded, and write nothing.")
  private boolean isDryRun;

  @Option(names = "--json", description = "Print the outcome as JSON.")
  private boolean isJson;

  /// Not the standard help options, whose --version would print that of Tallystick. Picocli itself
  /// acts on this one.
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  private boolean isHelp;

  @Spec private CommandSpec spec = CommandSpec.create();

  /// Versions as people write them.
  static final class Versions implements picocli.CommandLine.ITypeConverter<Version> {
    @Override
    public Version convert(String text) {
      try {
        return Version.parse(text);
      } catch (IllegalArgumentException e) {
        throw new picocli.CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }

  @Override
  public Integer call() {
    var migrations = options.migrations();
    return database.withDatabaseAsIs(
        db -> {
          var baseline = new Baseline(db, migrations, options.historySchema());
          var planned =
              baseline.plan(Optional.ofNullable(version), Optional.ofNullable(flywayTable));
          var plan = isUnproved ? planned : proved(db, planned);
          boolean isPossible = plan.mismatches().isEmpty();
          if (isPossible && !isDryRun) baseline.record(plan);
          if (isJson) spec.commandLine().getOut().println(Json.text(json(plan)));
          else if (isPossible) print(plan);
          else refuse(plan);
          if (isUnproved && isPossible) warn();
          return isPossible ? 0 : Main.NO;
        });
  }

  /// The plan, with a mismatch for everything that the database declares otherwise than what would
  /// be recorded.
  private Baseline.Plan proved(Database db, Baseline.Plan plan) {
    if (!plan.mismatches().isEmpty()) return plan;
    try (var shadow = SchemaProject.shadow(shadowUrl);
        var connection = db.connection()) {
      var recorded = new Migrations(plan.recorded());
      var live = LiveDatabase.read(connection, new Migrations(List.of()), options.historySchema());
      var mismatches = mismatches(new Comparison(shadow).unproved(live, recorded));
      return new Baseline.Plan(plan.recorded(), plan.left(), mismatches, plan.flywayTable());
    } catch (SQLException e) {
      throw new Failure("the database cannot be compared: " + e.getMessage(), e);
    }
  }

  private static List<String> mismatches(Difference difference) {
    var mismatches = new ArrayList<String>();
    difference
        .objects()
        .forEach(
            (key, change) ->
                mismatches.add(
                    switch (change) {
                      case Difference.Change.Added _ ->
                          key + " is in the database, and no migration makes it";
                      case Difference.Change.Removed _ -> key + " is missing in the database";
                      case Difference.Change.Altered(var before, var after) ->
                          "%s differs from the migrations: %s"
                              .formatted(
                                  key,
                                  String.join(
                                      ", ",
                                      Detail.between(
                                          new Facet.Declared(before), new Facet.Declared(after))));
                    }));
    for (var key : difference.comments().keySet())
      mismatches.add("the comment on %s differs".formatted(key));
    for (var key : difference.grants().keySet())
      mismatches.add("the grants on %s differ".formatted(key));
    return mismatches;
  }

  private void warn() {
    spec.commandLine()
        .getErr()
        .println(
            Terminal.caution("warning:")
                + " nothing proved that the database stands where these migrations lead; tally"
                + " schema drift tells");
  }

  private void print(Baseline.Plan plan) {
    PrintWriter out = spec.commandLine().getOut();
    var done = isDryRun ? "to record" : "recorded";
    for (var migration : plan.recorded()) {
      out.println(Terminal.good(done) + "  " + migration.file());
    }
    for (var migration : plan.left()) {
      out.println(Terminal.faint("to apply ") + "  " + migration.file());
    }
    out.println(
        Terminal.faint(
            "%s%s"
                .formatted(
                    plan.flywayTable().map(table -> "as in " + table + "; ").orElse(""),
                    isDryRun
                        ? "nothing was written"
                        : "kept in " + options.historySchema() + ".schema_migrations")));
  }

  private void refuse(Baseline.Plan plan) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("tally: the database cannot be taken over:");
    for (var mismatch : plan.mismatches()) err.println("  " + Terminal.bad("-") + " " + mismatch);
  }

  private Map<String, Object> json(Baseline.Plan plan) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("written", plan.mismatches().isEmpty() && !isDryRun);
    plan.flywayTable().ifPresent(table -> shown.put("flywayTable", table));
    shown.put("recorded", plan.recorded().stream().map(Json::of).toList());
    shown.put("left", plan.left().stream().map(Json::of).toList());
    shown.put("mismatches", plan.mismatches());
    return shown;
  }
}
