package dev.tallystick.cli.schema;

import dev.tallystick.cli.Main;
import dev.tallystick.schema.docs.DocsFolder;
import dev.tallystick.schema.docs.SchemaDocs;
import dev.tallystick.schema.shadow.Shadow;
import dev.tallystick.schema.source.SchemaFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema docs`: the schema as pages for people.
@Command(
    name = "docs",
    mixinStandardHelpOptions = true,
    description = "Write the schema as Markdown pages with diagrams, one page a table.",
    footerHeading =
        "%nExit code with --check: 1 if a page is not as it would be written. Example:%n",
    footer = "  tally schema docs --out docs/schema")
final class DocsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SchemaProject project = new SchemaProject();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the pages are (default: docs/schema).")
  private Path out = Path.of("docs", "schema");

  @Option(names = "--check", description = "Write nothing; name the pages that are not current.")
  private boolean isCheck;

  @Override
  public Integer call() throws SQLException {
    var pages = pages(project);
    var folder = new DocsFolder(out);
    var changed = isCheck ? folder.stale(pages) : folder.update(pages);
    var screen = spec.commandLine().getOut();
    for (var file : changed)
      screen.println((isCheck ? "stale    " : "written  ") + out.resolve(file));
    screen.printf("%d pages, %d %s%n", pages.size(), changed.size(), isCheck ? "stale" : "changed");
    if (!isCheck || changed.isEmpty()) return 0;
    screen.println("Write them with: tally schema docs --out " + out);
    return Main.NO;
  }

  private static SortedMap<String, String> pages(SchemaProject project) throws SQLException {
    try (var shadow = project.shadow()) {
      return pages(shadow, project.files());
    }
  }

  static SortedMap<String, String> pages(Shadow shadow, SchemaFiles files) throws SQLException {
    try (var declared = shadow.declare(files.scripts())) {
      return SchemaDocs.pages(declared.catalogue());
    }
  }
}
