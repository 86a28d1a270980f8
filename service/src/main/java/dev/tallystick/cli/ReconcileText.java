package dev.tallystick.cli;

import dev.tallystick.stripe.Amounts;
import dev.tallystick.stripe.reconcile.Difference;
import dev.tallystick.stripe.reconcile.Listing;
import dev.tallystick.stripe.reconcile.Reconciliation;
import dev.tallystick.stripe.reconcile.Reconciliations.Totals;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a reconciliation found, for people.
final class ReconcileText {
  /// So many differences are printed.
  static final int SHOWN_MAX = 500;

  private static final int VALUE_CHARS_MAX = 30;

  private final PrintWriter out;

  ReconcileText(PrintWriter out) {
    this.out = out;
  }

  void print(Reconciliation done, Totals totals, List<Difference> found) {
    lists(done);
    var before = "";
    for (var each : found) {
      if (!each.subject().equals(before)) {
        out.println();
        out.println(Terminal.bold(Terminal.visible(each.subject())));
      }
      before = each.subject();
      difference(each);
    }
    if (found.size() == SHOWN_MAX) out.println("… and perhaps more, all of them with --json");
    out.println();
    totals(done, totals);
  }

  /// As people call a list.
  static String name(Listing list) {
    return switch (list) {
      case CUSTOMERS -> "customers";
      case OUR_CUSTOMERS -> "customers that only we have";
      case SUBSCRIPTIONS -> "subscriptions";
      case OUR_SUBSCRIPTIONS -> "subscriptions that only we have";
      case PAYMENTS -> "payments";
      case OUR_PAYMENTS -> "payments that only we have";
      case INVOICES -> "invoices";
      case OUR_INVOICES -> "invoices that only we have";
      case REFUNDS -> "refunds";
      case DISPUTES -> "disputes";
      case EVENTS -> "events";
    };
  }

  private void lists(Reconciliation done) {
    out.printf("%-32s %10s %10s %10s%n", "LIST", "COMPARED", "DIFFERING", "REPAIRED");
    for (var list : done.lists()) {
      if (list.checked() == 0 && list.list().isOurs()) continue;
      out.printf(
          "%-32s %,10d %,10d %,10d%n",
          name(list.list()), list.checked(), list.differing(), list.repaired());
    }
  }

  private void difference(Difference each) {
    var halves =
        each.isNote() && each.ours().isPresent() && !isField(each)
            ? "%s: %s".formatted(value(each.stripe()), each.ours().get())
            : "%s | %s".formatted(value(each.stripe()), value(each.ours()));
    out.printf(
        "  %s  %-22s  %s%s%s%n",
        status(each.status()), each.field(), halves, money(each), credits(each));
  }

  private static boolean isField(Difference note) {
    return !note.field().equals(Difference.UNASSIGNED) && !note.field().equals(Difference.REFUSED);
  }

  private static String status(Difference.Status status) {
    var text = "%-8s".formatted(status.word());
    return switch (status) {
      case SUSPECTED, FOUND -> Terminal.bad(text);
      case REPAIRED -> Terminal.good(text);
      case NOTE -> Terminal.caution(text);
    };
  }

  private static String value(Optional<String> text) {
    var shown = text.map(Terminal::visible).orElse("-");
    return shown.length() <= VALUE_CHARS_MAX
        ? shown
        : shown.substring(0, VALUE_CHARS_MAX - 1) + "…";
  }

  private static String money(Difference each) {
    if (each.amount().isEmpty() || each.currency().isEmpty()) return "";
    return "  " + signed(Amounts.text(each.amount().get(), each.currency().get()));
  }

  private static String credits(Difference each) {
    return each.credits().map(it -> "  " + signed(it + " credits")).orElse("");
  }

  private static String signed(String number) {
    return number.startsWith("-") ? number : "+" + number;
  }

  private void totals(Reconciliation done, Totals totals) {
    if (!totals.money().isEmpty()) {
      var sums =
          new TreeMap<>(totals.money())
              .entrySet().stream()
                  .map(sum -> signed(Amounts.text(sum.getValue(), sum.getKey())))
                  .collect(Collectors.joining(", "));
      out.println("Money that Stripe holds beyond what the database said:  " + sums);
    }
    if (!totals.credits().isZero()) {
      var credits = signed(totals.credits().toString());
      out.println("Credits that it gives beyond what was given:            " + credits);
    }
    for (var notes : new TreeMap<>(totals.notes()).entrySet()) {
      out.printf("Worth a look, no difference: %,d %s%n", notes.getValue(), notes.getKey());
    }
    out.println(verdict(done));
  }

  private static String verdict(Reconciliation done) {
    long left = done.differing() - done.repaired();
    if (done.differing() == 0) return Terminal.good("The two halves match.");
    if (left == 0) {
      return Terminal.good("The two halves match: %,d repaired.".formatted(done.repaired()));
    }
    return Terminal.bad(
        done.order().isRepair()
            ? "%,d differ and could not be repaired; %,d were.".formatted(left, done.repaired())
            : "%,d differ; --repair makes them what Stripe says.".formatted(left));
  }
}
