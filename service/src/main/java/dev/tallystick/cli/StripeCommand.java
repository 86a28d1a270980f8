package dev.tallystick.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tallystick.account.Actor;
import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.EventDecisions;
import dev.tallystick.stripe.EventStatus;
import dev.tallystick.stripe.InboxReader;
import dev.tallystick.stripe.InboxReader.SeenEvent;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tally stripe`: the other half of the tally, for who looks after it.
@Command(
    name = "stripe",
    mixinStandardHelpOptions = true,
    description =
        "See what Stripe sent and what became of it, and decide about what could not be applied.",
    subcommands = ReconcileCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  tally stripe events --status failed",
      "  tally stripe reconcile --repair",
      "  tally stripe replay evt_1QzY7e2eZvKYlo2C",
      "  tally stripe skip evt_1QzY7e2eZvKYlo2C --reason 'customer of a test'",
      "  tally stripe reconcile --repair"
    })
final class StripeCommand implements Runnable {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String ROW = "%-20s  %s  %-30s  %-34s  %s%n";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "events",
      mixinStandardHelpOptions = true,
      description = "List the events that Stripe sent, newest first.",
      footerHeading = "%nExample:%n",
      footer = "  tally stripe events --status failed --limit 20")
  int events(
      @Mixin DatabaseOptions database,
      @Option(
              names = "--status",
              paramLabel = "STATUS",
              description = "waiting, applied, failed, ignored or skipped.")
          @Nullable EventStatus status,
      @Option(
              names = "--subject",
              paramLabel = "KIND:ID",
              description = "Only those about this, such as payment:pi_….")
          @Nullable String subject,
      @Option(
              names = "--before",
              paramLabel = "NUMBER",
              description = "Only those before this one: what the page before ends with.")
          @Nullable Long before,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "How many, 500 at most (default: 50).")
          int limit,
      @Option(names = "--json", description = "Print JSON.") boolean asJson) {
    if (limit < 1 || limit > InboxReader.PAGE_MAX) {
      throw new Failure("--limit must be a number from 1 to " + InboxReader.PAGE_MAX);
    }
    var filter =
        new InboxReader.Filter(
            Optional.ofNullable(status), Optional.ofNullable(subject), Optional.ofNullable(before));
    var events = database.withCurrentDatabase(db -> new InboxReader(db).list(filter, limit));
    if (asJson) {
      out().println(json(events.stream().map(StripeCommand::fields).toList()));
    } else {
      print(events, limit);
    }
    return 0;
  }

  private void print(List<SeenEvent> events, int limit) {
    if (events.isEmpty()) {
      out().println("There are none.");
      return;
    }
    out().printf(ROW, "RECEIVED", "STATUS ", "EVENT", "TYPE", "ABOUT");
    for (var event : events) {
      out()
          .printf(
              ROW,
              moment(event.receivedAt()),
              status(event.status(), "%-7s".formatted(event.status().word())),
              Terminal.visible(event.id()),
              Terminal.visible(event.type()),
              Terminal.visible(event.subject().orElse("-")));
      trouble(event).ifPresent(sentence -> out().println("  " + sentence));
    }
    if (events.size() == limit) {
      out().printf("There may be more: --before %d%n", events.getLast().no());
    }
  }

  /// Why an event that is open could not be applied.
  private static Optional<String> trouble(SeenEvent event) {
    boolean isOpen = event.status() == EventStatus.WAITING || event.status() == EventStatus.FAILED;
    if (!isOpen) return Optional.empty();
    return event
        .lastError()
        .map(
            error ->
                "try %d: %s%s"
                    .formatted(
                        event.attempts(),
                        Terminal.visible(error),
                        event.retryAt().map(at -> "; again at " + moment(at)).orElse("")));
  }

  private static String status(EventStatus status, String text) {
    return switch (status) {
      case WAITING -> Terminal.caution(text);
      case APPLIED -> Terminal.good(text);
      case FAILED -> Terminal.bad(text);
      case IGNORED, SKIPPED -> Terminal.faint(text);
    };
  }

  private static String moment(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show all that is known of an event, but what it says.",
      footerHeading = "%nExample:%n",
      footer = "  tally stripe show evt_1QzY7e2eZvKYlo2C")
  int show(
      @Mixin DatabaseOptions database,
      @Parameters(paramLabel = "EVENT", description = "Its id: evt_…") String id,
      @Option(names = "--json", description = "Print JSON.") boolean asJson) {
    var found = database.withCurrentDatabase(db -> new InboxReader(db).find(id));
    if (found.isEmpty()) throw unknown(id);
    var fields = fields(found.get());
    if (asJson) {
      out().println(json(fields));
    } else {
      fields.forEach(
          (name, value) ->
              out()
                  .printf(
                      "%-11s  %s%n",
                      name, value == null ? "-" : Terminal.visible(value.toString())));
    }
    return 0;
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description =
          "Let events be applied again, whatever became of them: what they are about is fetched"
              + " from Stripe anew. Harmless where it was applied.",
      footerHeading = "%nExamples:%n",
      footer = {"  tally stripe replay evt_1QzY7e2eZvKYlo2C", "  tally stripe replay --failed"})
  int replay(
      @Mixin DatabaseOptions database,
      @Parameters(paramLabel = "EVENT", arity = "0..*", description = "Their ids: evt_…")
          @Nullable List<String> ids,
      @Option(names = "--failed", description = "All that failed.") boolean allFailed) {
    var named = ids == null ? List.<String>of() : ids;
    if (named.isEmpty() != allFailed) throw new Failure("name events, or say --failed");
    return database.withDatabase(
        db -> {
          var decisions = new EventDecisions(db, CLOCK);
          var all = allFailed ? decisions.failed() : named;
          if (all.isEmpty()) out().println("There are none.");
          int worst = 0;
          for (var id : all) {
            var outcome = decisions.replay(id, new Actor.Operator());
            worst = Math.max(worst, said(id, outcome, "waits to be applied"));
          }
          return worst;
        });
  }

  @Command(
      name = "skip",
      mixinStandardHelpOptions = true,
      description = "Let an event be that waits or failed: it is not applied.",
      footerHeading = "%nExample:%n",
      footer = "  tally stripe skip evt_1QzY7e2eZvKYlo2C --reason 'customer of a test'")
  int skip(
      @Mixin DatabaseOptions database,
      @Parameters(paramLabel = "EVENT", description = "Its id: evt_…") String id,
      @Option(
              names = "--reason",
              required = true,
              paramLabel = "TEXT",
              description = "Why, for who reads the audit log.")
          String reason) {
    if (reason.isBlank() || reason.length() > EventDecisions.REASON_CHARS_MAX) {
      throw new Failure(
          "--reason must have from 1 to %d characters".formatted(EventDecisions.REASON_CHARS_MAX));
    }
    return database.withDatabase(db -> skip(db, id, reason));
  }

  private int skip(Database db, String id, String reason) {
    var outcome = new EventDecisions(db, CLOCK).skip(id, reason, new Actor.Operator());
    return said(id, outcome, "is skipped");
  }

  /// @return the exit code
  private int said(String id, EventDecisions.Outcome outcome, String done) {
    return switch (outcome) {
      case EventDecisions.Outcome.Done() -> {
        out().println("%s %s".formatted(id, done));
        yield 0;
      }
      case EventDecisions.Outcome.EventUnknown() -> throw unknown(id);
      case EventDecisions.Outcome.Refused(var status) -> {
        out().println("%s: %s".formatted(id, EventDecisions.refusal(status)));
        yield 1;
      }
    };
  }

  private static Failure unknown(String id) {
    return new Failure(
        "no event %s was received; tally stripe events lists those that were"
            .formatted(Terminal.visible(id)));
  }

  private static Map<String, @Nullable Object> fields(SeenEvent event) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("id", event.id());
    fields.put("type", event.type());
    fields.put("status", event.status().word());
    fields.put("subject", event.subject().orElse(null));
    fields.put("customerId", event.customer().orElse(null));
    fields.put("apiVersion", event.apiVersion().orElse(null));
    fields.put("attempts", event.attempts());
    fields.put("lastError", event.lastError().orElse(null));
    fields.put("retryAt", event.retryAt().map(Instant::toString).orElse(null));
    fields.put("occurredAt", event.occurredAt().toString());
    fields.put("receivedAt", event.receivedAt().toString());
    fields.put("settledAt", event.settledAt().map(Instant::toString).orElse(null));
    return fields;
  }

  private static String json(Object shown) {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
