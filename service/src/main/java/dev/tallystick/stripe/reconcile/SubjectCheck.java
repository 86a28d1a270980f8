package dev.tallystick.stripe.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.CustomerState;
import dev.tallystick.stripe.Customers;
import dev.tallystick.stripe.Entitlements;
import dev.tallystick.stripe.Inbox;
import dev.tallystick.stripe.InvoiceState;
import dev.tallystick.stripe.Money;
import dev.tallystick.stripe.OurHalf;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.StripeHalf;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.SubscriptionState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at objects of Stripe's, and at what the database has of them.
final class SubjectCheck {
  private final Database database;
  private final StripeApi stripe;
  private final Entitlements entitlements;
  private final InstantSource clock;

  SubjectCheck(
      Database database, StripeApi stripe, Entitlements entitlements, InstantSource clock) {
    this.database = database;
    this.stripe = stripe;
    this.entitlements = entitlements;
    this.clock = clock;
  }

  /// What differs of one object, fetched as it is now.
  List<Difference> look(Subject subject) {
    long fetchNo = Inbox.nextFetch(database);
    var half = fetch(subject);
    var paid = half.flatMap(this::paid);
    return database.inTransaction(
        tx ->
            half.map(it -> compare(tx, it, paid, ours(tx, subject), fetchNo))
                .orElseGet(() -> surplus(tx, subject)));
  }

  /// What was paid of an invoice, as Stripe has it: what is mirrored of its payments may be wrong.
  private Optional<Money> paid(StripeHalf half) {
    return half.state() instanceof InvoiceState invoice
        ? Optional.of(Money.of(invoice.payments().stream().map(stripe::payment).toList()))
        : Optional.empty();
  }

  /// The invoice that a payment pays: where the payment differs, its credits may.
  Optional<Subject> invoiceOf(Subject payment) {
    try {
      return stripe.invoiceOf(payment.id()).map(id -> new Subject(Subject.Kind.INVOICE, id));
    } catch (StripeRefused refused) {
      if (refused.code().equals(StripeRefused.MISSING)) return Optional.empty();
      throw refused;
    }
  }

  private Optional<StripeHalf> fetch(Subject subject) {
    var id = subject.id();
    try {
      return Optional.of(
          switch (subject.kind()) {
            case CUSTOMER -> StripeHalf.of(stripe.customer(id));
            case SUBSCRIPTION -> StripeHalf.of(stripe.subscription(id));
            case PAYMENT -> StripeHalf.of(stripe.payment(id));
            case INVOICE -> StripeHalf.of(stripe.invoice(id));
          });
    } catch (StripeRefused refused) {
      if (refused.code().equals(StripeRefused.MISSING)) return Optional.empty();
      throw refused;
    }
  }

  /// What an element of a list says, as if it had been fetched by itself.
  StripeHalf read(Subject.Kind kind, JsonNode element) {
    return switch (kind) {
      case CUSTOMER -> StripeHalf.of(CustomerState.read(element));
      case SUBSCRIPTION -> StripeHalf.of(SubscriptionState.read(element));
      case PAYMENT -> StripeHalf.of(stripe.withDisputes(element));
      case INVOICE -> StripeHalf.of(stripe.withLines(element));
    };
  }

  /// What differs of objects of one kind.
  ///
  /// @param fetchNo of the request that showed them
  List<Difference> compare(Subject.Kind kind, List<StripeHalf> halves, long fetchNo) {
    return database.inTransaction(
        tx -> {
          var ids = halves.stream().map(half -> half.subject().id()).toList();
          var ours = OurHalf.read(tx, kind, ids);
          var differences = new ArrayList<Difference>();
          for (var half : halves) {
            var own = Optional.ofNullable(ours.get(half.subject().id()));
            differences.addAll(compare(tx, half, Optional.empty(), own, fetchNo));
          }
          return differences;
        });
  }

  private List<Difference> compare(
      Tx tx, StripeHalf half, Optional<Money> paid, Optional<OurHalf> ours, long fetchNo) {
    // Fetched again since: what Stripe said before does not count any more.
    if (ours.isPresent() && ours.get().fetchNo() > fetchNo) return List.of();
    var user = Customers.userOf(tx, half.customer(), half.named());
    var credits = entitlements.of(tx, half, paid, user, ours, clock.instant());
    return Comparison.of(half, user, credits, ours);
  }

  private static Optional<OurHalf> ours(Tx tx, Subject subject) {
    return Optional.ofNullable(
        OurHalf.read(tx, subject.kind(), List.of(subject.id())).get(subject.id()));
  }

  /// Stripe forgets drafts of invoices that were never sent.
  private static List<Difference> surplus(Tx tx, Subject subject) {
    return ours(tx, subject)
        .filter(half -> !Optional.of("draft").equals(half.fields().get("status")))
        .map(Comparison::surplus)
        .stream()
        .toList();
  }
}
