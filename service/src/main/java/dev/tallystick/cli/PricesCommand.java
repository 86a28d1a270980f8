package dev.tallystick.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.price.ImportReport;
import dev.tallystick.price.PriceFile;
import dev.tallystick.price.Prices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally prices`: the price list.
@Command(
    name = "prices",
    mixinStandardHelpOptions = true,
    description = "Import what models cost.",
    footerHeading = "%nExample:%n",
    footer = "  tally prices import genai-prices.json")
final class PricesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Read a price file: genai-prices' data.json, LiteLLM's"
              + " model_prices_and_context_window.json, or Tallystick's own. Importing twice changes"
              + " nothing; a changed price ends the old one. A running server charges the messages that waited within seconds.",
      footerHeading = "%nExample:%n",
      footer = "  tally prices import genai-prices.json --effective 2026-11-01T00:00:00Z")
  int importFile(
      @Mixin DatabaseOptions database,
      @Parameters(paramLabel = "FILE", description = "The price file.") Path file,
      @Option(
              names = "--effective",
              paramLabel = "TIME",
              description = "From when on undated changes hold (default: now).")
          @Nullable String effective,
      @Option(names = "--json", description = "Print the report as JSON.") boolean asJson) {
    var prices = PriceFile.read(file.getFileName().toString(), bytes(file));
    var from = effective == null ? Instant.now() : time(effective);
    var report =
        database.withDatabase(db -> db.inTransaction(tx -> importFile(db, tx, prices, from)));
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      out.println(json(report));
    } else {
      report.lines().forEach(out::println);
    }
    return 0;
  }

  private static ImportReport importFile(Database db, Tx tx, PriceFile file, Instant from) {
    var report = new Prices(db, InstantSource.system()).importFile(tx, file, from);
    if (report.rowsAdded() > 0) {
      var details =
          Map.of(
              "catalogue", report.catalogue(),
              "effective", report.effective(),
              "rowsAdded", Integer.toString(report.rowsAdded()));
      var subject = "prices:" + report.source();
      Audit.write(
          tx,
          new Audit.Line(
              new Actor.Operator(),
              Audit.Action.PRICES_IMPORTED,
              Optional.empty(),
              subject,
              details));
    }
    return report;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new Failure("--effective must be a time such as 2026-11-01T00:00:00Z", e);
    }
  }

  private static String json(ImportReport report) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
