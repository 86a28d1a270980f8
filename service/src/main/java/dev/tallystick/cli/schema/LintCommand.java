package dev.tallystick.cli.schema;

import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Main;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.schema.lint.Finding;
import dev.tallystick.schema.lint.Linter;
import dev.tallystick.schema.lint.LiveStatistics;
import dev.tallystick.schema.lint.Mender;
import dev.tallystick.schema.lint.Severity;
import dev.tallystick.schema.shadow.LoadFailure;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import dev.tallystick.schema.sql.Script;
import dev.tallystick.schema.sql.ScriptFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema lint`: what is wrong with a schema although PostgreSQL takes it.
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Find what is wrong with a schema although PostgreSQL takes it, and mend what needs no decision.",
      "With --database-url, sizes, spread of values and use of indexes count as well.",
      "Allow what is meant, with a reason: -- lint: allow RULE: reason (until 2027-01-31)"
    },
    footerHeading = "%nExit code 1 if something as bad as --fail-on is left. Example:%n",
    footer = "  tally schema lint --fix --schema db/schema")
final class LintCommand implements Callable<Integer> {
  enum Format {
    TEXT,
    JSON,
    SARIF,
    GITHUB
  }

  enum FailOn {
    ERROR,
    WARNING,
    INFO,
    NEVER
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SchemaProject project = new SchemaProject();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json, sarif (2.1.0) or github (annotations of a workflow).")
  private Format format = Format.TEXT;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "warning",
      description = "error, warning, info or never (default: warning).")
  private FailOn failOn = FailOn.WARNING;

  @Option(names = "--rule", paramLabel = "NAME", description = "Only this rule; repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--rules", description = "List the rules.")
  private boolean listsRules;

  @Option(names = "--fix", description = "Write what needs no decision into the schema files.")
  private boolean fixes;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (listsRules) {
      LintText.rules(out);
      return 0;
    }
    var report = run();
    print(out, report);
    return report.left().stream().anyMatch(this::isBad) ? Main.NO : 0;
  }

  private boolean isBad(Finding finding) {
    return switch (failOn) {
      case ERROR -> finding.severity().isAtLeast(Severity.ERROR);
      case WARNING -> finding.severity().isAtLeast(Severity.WARNING);
      case INFO -> finding.severity().isAtLeast(Severity.INFO);
      case NEVER -> false;
    };
  }

  private void print(PrintWriter out, LintReport report) {
    switch (format) {
      case TEXT -> LintText.print(out, report);
      case JSON -> out.println(LintJson.json(report));
      case SARIF -> out.println(LintSarif.sarif(report));
      case GITHUB -> LintGithub.print(out, report);
    }
  }

  private LintReport run() {
    var live = project.live().map(LintCommand::statistics).orElse(LiveStatistics.NONE);
    var clock = InstantSource.system();
    var linter = only.isEmpty() ? Linter.of(live, clock) : Linter.of(Set.copyOf(only), live, clock);
    try (var shadow = project.shadow()) {
      var files = project.files();
      return fixes ? mend(shadow, linter, files) : lint(shadow, linter, files);
    } catch (LoadFailure | ScriptFailure failure) {
      throw new Failure(String.valueOf(failure.getMessage()), failure);
    } catch (SQLException failure) {
      throw new Failure("the shadow failed: " + failure.getMessage(), failure);
    }
  }

  private static LintReport lint(Shadow shadow, Linter linter, SchemaFiles files)
      throws SQLException {
    try (var declared = shadow.declare(files.scripts())) {
      var found = linter.lint(files.scripts(), declared.catalogue());
      return new LintReport(files.scripts(), List.of(), found);
    }
  }

  private static LintReport mend(Shadow shadow, Linter linter, SchemaFiles files)
      throws SQLException {
    var mended = new Mender(shadow, linter).mend(files.scripts());
    for (int i = 0; i < files.scripts().size(); i++) {
      write(files.scripts().get(i), mended.scripts().get(i));
    }
    return new LintReport(mended.scripts(), mended.mended(), mended.left());
  }

  private static void write(Script before, Script after) {
    if (before.text().equals(after.text())) return;
    try {
      Files.writeString(Path.of(after.file()), after.text());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + after.file(), e);
    }
  }

  private static LiveStatistics statistics(DatabaseUrl url) {
    try (var connection = url.connect(Map.of("ApplicationName", "tally schema lint"))) {
      return LiveStatistics.read(connection);
    } catch (SQLException failure) {
      throw new Failure(
          "cannot read the statistics of %s: %s".formatted(url, failure.getMessage()), failure);
    }
  }
}
