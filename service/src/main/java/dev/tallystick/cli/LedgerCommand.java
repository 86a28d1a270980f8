package dev.tallystick.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.credit.LedgerVerification;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally ledger`: the proof that the books are right.
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    description = "Prove that the books are right.",
    footerHeading = "%nExample:%n",
    footer = "  tally ledger verify --data ./tally-data")
final class LedgerCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Check every invariant of the ledger over the whole database, while it is in use or not.",
      footerHeading = "%nExit code 1 if one does not hold. Example:%n",
      footer = "  tally ledger verify --data ./tally-data")
  int verify(
      @Mixin DatabaseOptions database,
      @Option(names = "--json", description = "Print findings as JSON.") boolean asJson) {
    PrintWriter out = spec.commandLine().getOut();
    var findings = database.withCurrentDatabase(LedgerVerification::verify);
    if (asJson) {
      out.println(json(findings));
    } else {
      for (var finding : findings) print(out, finding);
    }
    return findings.stream().allMatch(LedgerVerification.Finding::holds) ? 0 : Main.NO;
  }

  private static void print(PrintWriter out, LedgerVerification.Finding finding) {
    var mark = finding.holds() ? Terminal.good("holds ") : Terminal.bad("BROKEN");
    out.println(mark + "  " + finding.invariant().name());
    for (var row : finding.rows()) {
      out.println(
          "        "
              + row.entrySet().stream()
                  .map(cell -> cell.getKey() + "=" + cell.getValue())
                  .collect(Collectors.joining(" ")));
    }
    if (finding.rows().size() == LedgerVerification.ROWS_MAX)
      out.println("        … and perhaps more");
  }

  private static String json(List<LedgerVerification.Finding> findings) {
    var shown = findings.stream().map(LedgerCommand::json).toList();
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and texts are always JSON", e);
    }
  }

  private static Map<String, Object> json(LedgerVerification.Finding finding) {
    var shown = new LinkedHashMap<String, Object>();
    shown.put("invariant", finding.invariant().name());
    shown.put("holds", finding.holds());
    shown.put(
        "rows",
        finding.rows().stream()
            .map(
                row ->
                    row.entrySet().stream()
                        .collect(
                            Collectors.toMap(
                                Map.Entry::getKey,
                                cell -> String.valueOf(cell.getValue()),
                                (a, _) -> a,
                                LinkedHashMap::new)))
            .toList());
    return shown;
  }
}
