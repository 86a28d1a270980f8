package dev.tallystick.cli.schema;

import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Main;
import dev.tallystick.schema.queries.CodeQueries;
import dev.tallystick.schema.queries.QueryCheck;
import dev.tallystick.schema.queries.QueryReport;
import dev.tallystick.schema.queries.Sizes;
import dev.tallystick.schema.sql.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema queries`: every statement of the code against the schema.
@Command(
    name = "queries",
    mixinStandardHelpOptions = true,
    description = {
      "Prepare and plan every SQL statement of the code on the declared schema: what does not"
          + " prepare, which index serves which statement, which index serves none.",
      "Read: text blocks and strings of Java files, .sql files. Not read: SQL that is put together"
          + " at run time (its places are named), and what functions and triggers run.",
      "A comment // tally:sql before a string says more: skip; scan (reads a whole table on"
          + " purpose); types such as :ids uuid[]; nothing, for a string that is SQL as it stands."
    },
    footerHeading =
        "%nExit code: 1 if a statement does not prepare, or with --strict if a large table is read"
            + " whole or an index serves nothing. Examples:%n",
    footer = {
      "  tally schema queries --stats database/statistics.sql",
      "  tally schema queries --try 'CREATE INDEX ON app.orders (user_id)'"
    })
final class QueriesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SchemaProject project = new SchemaProject();

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description = "Java sources (default: every src/main/java below the current folder).")
  private List<Path> sources = List.of();

  @Option(names = "--queries", paramLabel = "DIR", description = "A folder of .sql files.")
  private List<Path> folders = List.of();

  @Option(
      names = "--stats",
      paramLabel = "FILE",
      description = "Statistics of a live database, from: tally schema stats export.")
  private @Nullable Path statistics;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "Without --stats, how many rows each table is taken to have (default: ${DEFAULT-VALUE}).")
  private long rows;

  @Option(
      names = "--search-path",
      paramLabel = "SCHEMAS",
      defaultValue = "public",
      description = "Where names without a schema are looked for (default: ${DEFAULT-VALUE}).")
  private String searchPath = "public";

  @Option(
      names = "--try",
      paramLabel = "DDL",
      description = "Show which plans change with this, such as CREATE INDEX …; repeatable.")
  private List<String> tries = List.of();

  @Option(names = "--strict", description = "Large scans and idle indexes fail too.")
  private boolean isStrict;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean asJson;

  @Override
  public Integer call() throws SQLException {
    var files = project.files();
    var code = CodeQueries.in(sources(), checked(folders, "--queries"));
    var check = new QueryCheck(files.scripts(), sizes(), searchPath);
    var attempts = new ArrayList<Script>();
    for (var sql : tries) {
      // The shadow is nobody else's: what spares others a lock would only be refused there.
      attempts.add(Script.of("--try", sql.replaceFirst("(?i)\\bCONCURRENTLY\\b", "")));
    }
    QueryReport report;
    try (var shadow = project.shadow()) {
      report = check.run(shadow, code, attempts);
    }
    var out = spec.commandLine().getOut();
    if (asJson) {
      out.println(Json.text(QueryReportJson.of(report)));
    } else {
      new QueryReportText(report, sizesInWords(), !tries.isEmpty(), out).print();
    }
    return report.isGood(isStrict) ? 0 : Main.NO;
  }

  private List<Path> sources() {
    if (!sources.isEmpty()) return checked(sources, "--source");
    var found = mainSources(Path.of(""));
    if (found.isEmpty() && folders.isEmpty()) {
      throw new Failure("there is no src/main/java here; name the code with --source or --queries");
    }
    return found;
  }

  private static List<Path> checked(List<Path> given, String option) {
    for (var folder : given) {
      if (!Files.isDirectory(folder)) {
        throw new Failure("there is no folder %s; name it with %s DIR".formatted(folder, option));
      }
    }
    return given;
  }

  /// How deep the modules of a project may lie.
  private static final int DEPTH_MAX = 6;

  private static List<Path> mainSources(Path here) {
    try (var folders =
        Files.find(
            here,
            DEPTH_MAX,
            (path, file) -> file.isDirectory() && path.endsWith("src/main/java"))) {
      return folders.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for sources", e);
    }
  }

  private Sizes sizes() {
    if (statistics == null) return new Sizes.Assumed(rows);
    if (!Files.isRegularFile(statistics)) {
      throw new Failure(
          "there is no file %s; write it with: tally schema stats export --out %s"
              .formatted(statistics, statistics));
    }
    try {
      return new Sizes.Exported(Script.of(statistics.toString(), Files.readString(statistics)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + statistics, e);
    }
  }

  private String sizesInWords() {
    return statistics == null
        ? "every table taken to have %,d rows; --stats FILE takes a live database's".formatted(rows)
        : "sizes from " + statistics;
  }
}
