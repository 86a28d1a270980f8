package dev.tallystick.cli.schema;

import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.docs.DocsFolder;
import dev.tallystick.schema.drift.Movement;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema check`: whether files, migrations and the live database agree; for CI.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Check that the migrations end where the files stand and, with a URL, that the live"
            + " database has them all and nothing else.",
    footerHeading = "%nExit code 0 if all agree, 1 if not, 2 if it could not run. Example:%n",
    footer = "  tally schema check --schema db/schema --migrations db/migrations")
final class CheckCommand implements Callable<Integer> {
  private static final int NAMED_MAX = 5;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SchemaProject project = new SchemaProject();

  @Option(names = "--json", description = "Print the outcome as JSON.")
  private boolean asJson;

  @Option(
      names = "--docs",
      paramLabel = "DIR",
      description = "The pages of tally schema docs, if there are any (default: docs/schema).")
  private Path docs = Path.of("docs", "schema");

  /// What does not agree, and the command that mends it.
  private record Complaint(String text, String cure) {}

  @Override
  public Integer call() throws SQLException {
    var files = project.files();
    var migrations = project.migrations();
    var live = project.live();
    try (var shadow = project.shadow()) {
      var standing = Standing.of(shadow, files, migrations, live, project.historySchema());
      var complaints = complaints(standing);
      if (Files.isDirectory(docs)) stalePages(shadow, files).ifPresent(complaints::add);
      if (asJson) printJson(complaints, standing);
      else print(complaints, live.isPresent());
      return complaints.isEmpty() ? 0 : Main.NO;
    }
  }

  private Optional<Complaint> stalePages(Shadow shadow, SchemaFiles files) throws SQLException {
    var stale = new DocsFolder(docs).stale(DocsCommand.pages(shadow, files));
    return stale.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Complaint(
                "pages in %s are not current: %s".formatted(docs, String.join(", ", stale)),
                "tally schema docs --out " + docs));
  }

  private static List<Complaint> complaints(Standing standing) {
    var found = new ArrayList<Complaint>();
    var unproved =
        standing.drift().movements().stream()
            .filter(m -> !m.versions().files().equals(m.versions().migrations()))
            .toList();
    if (!unproved.isEmpty()) {
      found.add(
          new Complaint(
              "files and migrations differ: " + names(unproved), "tally schema generate NAME"));
    }
    if (standing.isUnrecorded()) {
      found.add(
          new Complaint("the live database has no history of migrations", "tally schema baseline"));
    } else if (standing.drift().isLive()) {
      var moved = standing.drift().movements().stream().filter(Movement::isLive).toList();
      found.add(new Complaint("the live database moved: " + names(moved), "tally schema drift"));
    }
    if (!standing.pending().isEmpty() && !standing.isUnrecorded()) {
      var lacks =
          standing.pending().stream()
              .map(pending -> pending.migration().file())
              .collect(Collectors.joining(", "));
      found.add(new Complaint("the live database lacks " + lacks, "tally schema migrate"));
    }
    return found;
  }

  private static String names(List<Movement> movements) {
    var names =
        movements.stream()
            .limit(NAMED_MAX)
            .map(movement -> movement.subject().toString())
            .collect(Collectors.joining(", "));
    int more = movements.size() - NAMED_MAX;
    return more > 0 ? names + " and %d more".formatted(more) : names;
  }

  private void print(List<Complaint> complaints, boolean hasLive) {
    PrintWriter out = spec.commandLine().getOut();
    if (complaints.isEmpty()) {
      out.println(
          Terminal.good("All agree:")
              + (hasLive ? " files, migrations and live database." : " files and migrations."));
    }
    for (var complaint : complaints) {
      out.println(Terminal.bad("- ") + complaint.text());
      out.println(Terminal.faint("  → " + complaint.cure()));
    }
  }

  private void printJson(List<Complaint> complaints, Standing standing) {
    var shown =
        Map.of(
            "agree",
            complaints.isEmpty(),
            "complaints",
            complaints.stream().map(c -> Map.of("text", c.text(), "cure", c.cure())).toList(),
            "movements",
            standing.drift().movements().stream().map(DriftView::json).toList());
    spec.commandLine().getOut().println(Json.text(shown));
  }
}
