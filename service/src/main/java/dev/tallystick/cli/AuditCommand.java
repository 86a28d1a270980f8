package dev.tallystick.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.account.Audit;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally audit`: who changed what.
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Show who changed what, newest first.",
    footerHeading = "%nExample:%n",
    footer = "  tally audit --user 0198c7a2-6f2e-7c3a-9d1b-2f4e5a6b7c8d --limit 20")
final class AuditCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--user", paramLabel = "ID", description = "Only lines about this user.")
  private @Nullable UUID user;

  @Option(
      names = "--subject",
      paramLabel = "KIND:ID",
      description = "Only lines about this, such as key:0198….")
  private @Nullable String subject;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many lines, 500 at most (default: 50).")
  private int limit = 50;

  @Option(
      names = "--before",
      paramLabel = "LINE",
      description = "Only lines before this one: the last number of the page before.")
  private @Nullable Long before;

  @Option(names = "--json", description = "Print the lines as JSON.")
  private boolean asJson;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (limit < 1 || limit > Audit.PAGE_MAX) {
      throw new Failure("--limit must be a number from 1 to " + Audit.PAGE_MAX);
    }
    var filter =
        new Audit.Filter(
            Optional.ofNullable(user), Optional.ofNullable(subject), Optional.ofNullable(before));
    var lines =
        database.withCurrentDatabase(db -> db.inTransaction(tx -> Audit.list(tx, filter, limit)));
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      out.println(json(lines));
    } else {
      for (var line : lines) print(out, line);
    }
    return 0;
  }

  private static void print(PrintWriter out, Audit.Entry line) {
    var details =
        new TreeMap<>(line.details())
            .entrySet().stream()
                .map(detail -> detail.getKey() + "=" + Terminal.visible(detail.getValue()))
                .collect(Collectors.joining(" "));
    out.printf(
        "%6d  %s  %-20s  %s  by %s%s%n",
        line.id(),
        line.at().truncatedTo(ChronoUnit.SECONDS),
        line.action(),
        line.subject(),
        line.actor(),
        details.isEmpty() ? "" : "  " + details);
  }

  private static String json(List<Audit.Entry> lines) {
    var shown =
        lines.stream()
            .map(
                line -> {
                  var fields = new LinkedHashMap<String, Object>();
                  fields.put("id", Long.toString(line.id()));
                  fields.put("at", line.at().toString());
                  fields.put("actor", line.actor());
                  fields.put("action", line.action());
                  fields.put("userId", line.user().map(UUID::toString).orElse(null));
                  fields.put("subject", line.subject());
                  fields.put("details", new TreeMap<>(line.details()));
                  return fields;
                })
            .toList();
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }
}
