package dev.tallystick.stripe;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/// Makes the database what Stripe is, one subject at a time: fetches it as it is now, and applies
/// that in one transaction. Thread-safe; of two at once for one subject, the one that asked last
/// stays.
public final class Syncing {
  private final Database database;
  private final StripeApi stripe;
  private final Customers customers;
  private final Purchases purchases;
  private final InstantSource clock;
  private final LongAdder settled = new LongAdder();

  Syncing(
      Database database,
      StripeApi stripe,
      Customers customers,
      Purchases purchases,
      InstantSource clock) {
    this.database = database;
    this.stripe = stripe;
    this.customers = customers;
    this.purchases = purchases;
    this.clock = clock;
  }

  /// Fetches and applies. Events about the subject that were stored before are settled by it.
  ///
  /// @throws StripeUnavailable if Stripe gives no answer
  /// @throws StripeRefused if Stripe has no such object, and had more than a draft of it
  public void sync(Subject subject) {
    long fetchNo = Inbox.nextFetch(database);
    switch (subject.kind()) {
      case CUSTOMER -> customer(subject.id(), fetchNo);
      case SUBSCRIPTION -> subscription(subject.id(), fetchNo);
      case PAYMENT -> payment(subject.id(), fetchNo);
      case INVOICE -> invoice(subject.id(), subject, fetchNo);
    }
  }

  private void customer(String id, long fetchNo) {
    var state = stripe.customer(id);
    database.useTransaction(tx -> customers.mirror(tx, state, fetchNo, now()));
    strays(id);
    // Not before: nobody else would come back for a stray that failed.
    var subject = new Subject(Subject.Kind.CUSTOMER, id);
    settled.add(database.inTransaction(tx -> Inbox.settle(tx, subject, fetchNo, now())));
  }

  /// Applies what came before it was known whose the customer is. One that fails does not keep the
  /// others waiting.
  private void strays(String customer) {
    var failures = new ArrayList<RuntimeException>();
    for (var stray : customers.strays(customer)) {
      try {
        sync(stray);
      } catch (RuntimeException failure) {
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) throw failures.getFirst();
  }

  private void subscription(String id, long fetchNo) {
    var state = stripe.subscription(id);
    known(Optional.of(state.customer()));
    apply(
        List.of(new Subject(Subject.Kind.SUBSCRIPTION, id)),
        fetchNo,
        (tx, no) -> {
          var user = Customers.userOf(tx, Optional.of(state.customer()), Optional.empty());
          Subscriptions.mirror(tx, state, user, no, now());
        });
  }

  private void payment(String id, long fetchNo) {
    var state = stripe.payment(id);
    known(state.customer());
    // What began with us pays no invoice.
    var invoice = state.user().isPresent() ? Optional.<String>empty() : stripe.invoiceOf(id);
    if (invoice.isPresent()) {
      invoice(invoice.get(), new Subject(Subject.Kind.PAYMENT, id), fetchNo);
      return;
    }
    apply(
        List.of(new Subject(Subject.Kind.PAYMENT, id)),
        fetchNo,
        (tx, no) -> purchases.apply(tx, state, no, now()));
  }

  /// @param asked what was to be fetched: the invoice, or a payment of it
  private void invoice(String id, Subject asked, long fetchNo) {
    InvoiceState state;
    try {
      state = stripe.invoice(id);
    } catch (StripeRefused refused) {
      boolean isMissing = refused.code().equals(StripeRefused.MISSING);
      if (!isMissing || asked.kind() != Subject.Kind.INVOICE) throw refused;
      forget(asked, refused, fetchNo);
      return;
    }
    known(state.customer());
    var payments = state.payments().stream().map(stripe::payment).toList();
    var subjects = new LinkedHashSet<Subject>();
    subjects.add(asked);
    subjects.add(new Subject(Subject.Kind.INVOICE, id));
    payments.forEach(each -> subjects.add(new Subject(Subject.Kind.PAYMENT, each.id())));
    apply(subjects, fetchNo, (tx, no) -> purchases.apply(tx, state, payments, no, now()));
  }

  /// Stripe forgets drafts that are deleted. That it forgets another is for a person to look at.
  private void forget(Subject invoice, StripeRefused refused, long fetchNo) {
    apply(
        List.of(invoice),
        fetchNo,
        (tx, no) -> {
          if (!Invoices.forgetDraft(tx, invoice.id(), no)) throw refused;
        });
  }

  /// A customer who was never fetched is fetched first, so that it is known whose an object is.
  private void known(Optional<String> customer) {
    if (customer.isPresent() && !customers.isMirrored(customer.get())) {
      long fetchNo = Inbox.nextFetch(database);
      var state = stripe.customer(customer.get());
      database.useTransaction(tx -> customers.mirror(tx, state, fetchNo, now()));
    }
  }

  private void apply(Collection<Subject> subjects, long fetchNo, ObjLongConsumer<Tx> work) {
    settled.add(
        database.inTransaction(
            tx -> {
              work.accept(tx, fetchNo);
              int events = 0;
              for (var subject : subjects) events += Inbox.settle(tx, subject, fetchNo, now());
              return events;
            }));
  }

  /// How many events were settled by what was fetched here.
  long settled() {
    return settled.sum();
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
