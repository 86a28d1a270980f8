package dev.tallystick.cli;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.uuid.Generators;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.http.ReconciliationViews;
import dev.tallystick.postgres.Database;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.Referrals;
import dev.tallystick.stripe.Stripe;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.StripeSettings;
import dev.tallystick.stripe.StripeUnavailable;
import dev.tallystick.stripe.reconcile.Difference;
import dev.tallystick.stripe.reconcile.Reconciliation;
import dev.tallystick.stripe.reconcile.Reconciliations;
import dev.tallystick.stripe.reconcile.Reconciling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tally stripe reconcile`: whether the two halves of the tally match.
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Compare what Stripe lists with the database: customers, subscriptions, payments, invoices,",
      "refunds, disputes, and events that never arrived. What differs is looked at again before it",
      "is called a difference. One that was stopped goes on where it was when it is asked for again.",
      "TALLY_STRIPE_API_KEY and the other variables are those of the server."
    },
    footerHeading = "%nExit code 1 if anything is left that differs. Examples:%n",
    footer = {"  tally stripe reconcile --since 2026-11-01", "  tally stripe reconcile --repair"})
final class ReconcileCommand implements Callable<Integer> {
  private static final InstantSource CLOCK = InstantSource.system();

  @Mixin private DatabaseOptions database = new DatabaseOptions();

  @Option(names = "--repair", description = "Make what differs what Stripe says, credits included.")
  private boolean isRepair;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description =
          "Compare only what Stripe made from that day on (UTC), and what changed since as far as"
              + " Stripe still lists its events.")
  private @Nullable LocalDate since;

  @Option(
      names = "--restart",
      description = "Begin anew, even if one was stopped that could go on.")
  private boolean isRestart;

  @Option(names = "--json", description = "Print what was found as JSON.")
  private boolean asJson;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var settings =
        StripeSettings.of(System.getenv())
            .orElseThrow(
                () -> new Failure("TALLY_STRIPE_API_KEY is not set: there is nothing to compare"));
    return reconcile(settings);
  }

  /// @param settings those of the server
  int reconcile(StripeSettings settings) {
    var order =
        new Reconciliation.Order(
            isRepair,
            Optional.ofNullable(since).map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant()));
    return database.withDatabase(db -> run(db, settings, order));
  }

  private int run(Database db, StripeSettings settings, Reconciliation.Order order) {
    var progress = new ReconcileProgress(spec.commandLine().getErr(), asJson);
    try {
      var outcome = reconciling(db, settings).run(order, isRestart, progress::show);
      progress.clear();
      return switch (outcome) {
        case Reconciling.Outcome.Finished(var id) -> {
          var books = new Reconciliations(db);
          yield report(books, books.find(id).orElseThrow());
        }
        case Reconciling.Outcome.Busy _ ->
            throw new Failure("another process reconciles now; ask again when it is done");
        case Reconciling.Outcome.OtherStopped(var stopped) -> throw other(stopped);
      };
    } catch (StripeUnavailable outage) {
      progress.clear();
      throw new Failure(
          outage.getMessage() + "; the same command goes on where this one stopped", outage);
    } catch (StripeRefused refused) {
      progress.clear();
      throw new Failure(
          refused.sentence() + "; the same command goes on where this one stopped", refused);
    }
  }

  private static Failure other(Reconciliation stopped) {
    var order = stopped.order();
    return new Failure(
        "one was stopped that was begun at %s %s and %s; ask for the same to let it go on, or begin anew with --restart"
            .formatted(
                stopped.startedAt(),
                order.isRepair() ? "with --repair" : "without --repair",
                order
                    .since()
                    .map(day -> "with --since " + day.atOffset(ZoneOffset.UTC).toLocalDate())
                    .orElse("without --since")));
  }

  private static Reconciling reconciling(Database db, StripeSettings settings) {
    var ids = Generators.timeBasedEpochGenerator();
    var ledger = new Ledger(db, CLOCK, ids::generate);
    var reversals = new Reversals(db, ledger, CLOCK, ids::generate);
    var hashes = new KeyedHashes(db, CLOCK);
    var program = Program.of(System.getenv());
    var undoing = Referrals.of(db, ledger, reversals, hashes, program, CLOCK).undoing();
    return Stripe.of(db, ledger, reversals, undoing, settings, CLOCK, ids::generate).reconciling();
  }

  private int report(Reconciliations books, Reconciliation done) {
    PrintWriter out = spec.commandLine().getOut();
    if (asJson) {
      out.println(json(books, done));
    } else {
      // Notes may be many where the account sells something else, too.
      var found = new ArrayList<>(books.found(done.id(), ReconcileText.SHOWN_MAX));
      found.addAll(books.notes(done.id(), ReconcileText.SHOWN_MAX - found.size()));
      new ReconcileText(out).print(done, books.totals(done.id()), found);
    }
    return done.differing() == done.repaired() ? 0 : Main.NO;
  }

  private static String json(Reconciliations books, Reconciliation done) {
    var text = new StringWriter();
    try (var json = new ObjectMapper().getFactory().createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeFieldName("reconciliation");
      ReconciliationViews.reconciliation(json, done);
      json.writeFieldName("totals");
      ReconciliationViews.totals(json, books.totals(done.id()));
      json.writeArrayFieldStart("differences");
      var after = Optional.<Reconciliations.After>empty();
      List<Difference> page;
      do {
        page = books.differences(done.id(), after, Reconciliations.PAGE_MAX);
        for (var each : page) ReconciliationViews.difference(json, each);
        if (!page.isEmpty()) {
          var last = page.getLast();
          after = Optional.of(new Reconciliations.After(last.subject(), last.field()));
        }
      } while (page.size() == Reconciliations.PAGE_MAX);
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }
}
