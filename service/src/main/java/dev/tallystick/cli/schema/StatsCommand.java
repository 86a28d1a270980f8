package dev.tallystick.cli.schema;

import dev.tallystick.schema.queries.StatisticsExport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally schema stats`: how large and how spread a live database is, for plans without its rows.
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Statistics of a live database, for: tally schema queries --stats.",
    footerHeading = "%nExample:%n",
    footer = "  tally schema stats export --database-url postgresql://…/app")
final class StatsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = {
        "Write sizes of tables and indexes, and the spread of columns, as SQL to review.",
        "It only reads, what the last ANALYZE left; tables its role may not read are left out."
      },
      footerHeading = "%nExample:%n",
      footer =
          "  tally schema stats export --database-url postgresql://…/app --out database/statistics.sql")
  int export(
      @Mixin SchemaProject project,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "Where to write (default: database/statistics.sql).",
              defaultValue = "database/statistics.sql")
          Path out,
      @Option(
              names = "--values",
              defaultValue = "omit",
              description = {
                "The common values and histogram bounds of columns: omit (default), hash or keep.",
                "Values that the schema itself names, in enums and checks, always stay.",
                "hash: MD5 of texts, UUIDs and integers, so that joins see what is common on both"
                    + " sides; who can guess a value can check the guess.",
                "keep: as they are, which is data of that database."
              })
          StatisticsExport.Values values)
      throws SQLException {
    var url = project.requireLive();
    String text;
    try (var connection = url.connect(Map.of("ApplicationName", "tally schema"))) {
      text = StatisticsExport.of(connection, values);
    }
    try {
      if (out.getParent() != null) Files.createDirectories(out.getParent());
      Files.writeString(out, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + out, e);
    }
    long tables = text.lines().filter(line -> line.contains(" pg_restore_relation_stats(")).count();
    spec.commandLine().getOut().printf("%d tables and indexes → %s%n", tables, out);
    return 0;
  }
}
