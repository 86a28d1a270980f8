package dev.tallystick.cli.schema;

import dev.tallystick.cli.Failure;
import dev.tallystick.cli.Main;
import dev.tallystick.cli.Terminal;
import dev.tallystick.schema.catalogue.Catalogue;
import dev.tallystick.schema.drift.Adopted;
import dev.tallystick.schema.drift.LineDiff;
import dev.tallystick.schema.drift.Movement;
import dev.tallystick.schema.drift.Subject;
import dev.tallystick.schema.source.SchemaFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally schema adopt`: writes what was changed by hand on the live database into the files.
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    description = {
      "Write a change that was made by hand on the live database into the schema files.",
      "",
      "The files are loaded again before anything is written: they must declare what the live"
          + " database has, and everything else as before."
    },
    footerHeading = "%nExit code 1 if something has to be written by hand. Example:%n",
    footer = "  tally schema adopt app.users 'index app.users_email' --dry-run")
final class AdoptCommand implements Callable<Integer> {
  private static final int CONTEXT_LINES = 2;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SchemaProject project = new SchemaProject();

  @Parameters(
      paramLabel = "OBJECT",
      description =
          "What to adopt, as drift names it; of a table also its parts (default: all that moved on"
              + " the live database alone).")
  private List<String> objects = new ArrayList<>();

  @Option(names = "--dry-run", description = "Print what would change, and write nothing.")
  private boolean isDryRun;

  @Override
  public Integer call() throws SQLException {
    var files = project.files();
    var migrations = project.migrations();
    var live = Optional.of(project.requireLive());
    try (var shadow = project.shadow()) {
      var standing = Standing.of(shadow, files, migrations, live, project.historySchema());
      if (standing.isUnrecorded()) {
        throw new Failure(
            "the live database has no history of migrations, so nobody can tell what was made by"
                + " hand; record them first: tally schema baseline");
      }
      var subjects = chosen(standing);
      if (subjects.isEmpty()) {
        out().println("Nothing to adopt.");
        return 0;
      }
      return switch (Adopted.of(shadow, files, standing.sides(), subjects)) {
        case Adopted.Written(var changed) -> {
          if (isDryRun) show(changed, files);
          else write(changed, subjects);
          yield 0;
        }
        case Adopted.ByHand byHand -> {
          refuse(byHand);
          yield Main.NO;
        }
      };
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private Set<Subject> chosen(Standing standing) {
    var chosen = new TreeSet<Subject>();
    for (var movement : standing.drift().of(Movement.Live.class)) {
      boolean isNamed = objects.stream().anyMatch(name -> isNamed(standing, movement, name));
      if (objects.isEmpty() || isNamed) chosen.add(movement.subject());
    }
    for (var name : objects) check(standing, name);
    return chosen;
  }

  private static boolean isNamed(Standing standing, Movement movement, String name) {
    var key = movement.subject().key();
    var table =
        standing
            .sides()
            .live()
            .find(key)
            .or(() -> standing.sides().files().find(key))
            .map(Catalogue::tableOf)
            .orElse(key.owner());
    return List.of(
            movement.subject().toString(),
            key.qualifiedName(),
            key + "",
            table.qualifiedName(),
            table + "")
        .contains(name);
  }

  private static void check(Standing standing, String name) {
    var moved =
        standing.drift().movements().stream()
            .filter(movement -> isNamed(standing, movement, name))
            .toList();
    if (moved.stream().anyMatch(Movement.Live.class::isInstance)) return;
    if (moved.isEmpty())
      throw new Failure(name + " did not move; tally schema drift lists what did");
    throw new Failure(name + " did not move on the live database alone; see tally schema drift");
  }

  private void show(Map<String, String> changed, SchemaFiles files) {
    changed.forEach(
        (file, after) -> {
          var before =
              files.scripts().stream()
                  .filter(script -> script.file().equals(file))
                  .map(script -> script.text())
                  .findFirst()
                  .orElse("");
          out().println(Terminal.bold("--- " + file));
          show(LineDiff.between(before, after));
        });
    out().println(Terminal.faint("nothing was written"));
  }

  /// Lines that changed, with some around them.
  private void show(List<String> lines) {
    int shown = -1;
    for (int i = 0; i < lines.size(); i++) {
      var around =
          lines.subList(
              Math.max(0, i - CONTEXT_LINES), Math.min(lines.size(), i + CONTEXT_LINES + 1));
      if (around.stream().allMatch(line -> line.startsWith(" "))) continue;
      if (shown >= 0 && shown < i - 1) out().println(Terminal.faint("  …"));
      shown = i;
      var line = lines.get(i);
      out()
          .println(
              switch (line.charAt(0)) {
                case '+' -> Terminal.good(line);
                case '-' -> Terminal.bad(line);
                default -> line;
              });
    }
  }

  private void write(Map<String, String> changed, Set<Subject> subjects) {
    for (var entry : changed.entrySet()) {
      var file = Path.of(entry.getKey());
      try {
        if (entry.getValue().isEmpty()) Files.delete(file);
        else Files.writeString(file, entry.getValue());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
      out().println(Terminal.good(entry.getValue().isEmpty() ? "removed" : "wrote  ") + " " + file);
    }
    for (var subject : subjects) out().println("  " + subject);
    out().println("Now run:");
    out().println("  tally schema generate NAME");
    out().println("  tally schema baseline --version N   with its number, on that database");
  }

  private void refuse(Adopted.ByHand byHand) {
    var err = spec.commandLine().getErr();
    err.println("tally: nothing was written; write this by hand:");
    for (var subject : byHand.subjects()) err.println("  " + Terminal.bad("-") + " " + subject);
    if (!byHand.message().isEmpty())
      err.println("The edited files do not load: " + byHand.message());
  }
}
