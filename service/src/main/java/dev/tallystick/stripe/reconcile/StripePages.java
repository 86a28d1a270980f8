package dev.tallystick.stripe.reconcile;

import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.Inbox;
import dev.tallystick.stripe.StripeJson;
import dev.tallystick.stripe.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What a reconciliation walks, a page at a time.
final class StripePages {
  private static final int OURS_MAX = 100;

  private final Database database;
  private final StripeLists lists;
  private final SubjectCheck looking;
  private final MissedEvents missed;

  StripePages(Database database, StripeLists lists, SubjectCheck looking, MissedEvents missed) {
    this.database = database;
    this.lists = lists;
    this.looking = looking;
    this.missed = missed;
  }

  /// What a page showed.
  ///
  /// @param after the last of its elements
  /// @param seen the objects that were compared
  record Page(
      int checked,
      Optional<String> after,
      boolean isLast,
      Set<String> seen,
      List<Difference> differences) {
    Page {
      seen = Set.copyOf(seen);
      differences = List.copyOf(differences);
    }
  }

  /// Compares the page that follows.
  Page next(UUID run, Reconciliation.Order order, Walk.Position position) {
    return switch (position.list()) {
      case CUSTOMERS -> mirrored(Subject.Kind.CUSTOMER, order, position);
      case SUBSCRIPTIONS -> mirrored(Subject.Kind.SUBSCRIPTION, order, position);
      case PAYMENTS -> mirrored(Subject.Kind.PAYMENT, order, position);
      case INVOICES -> mirrored(Subject.Kind.INVOICE, order, position);
      case OUR_CUSTOMERS -> ours(Subject.Kind.CUSTOMER, run, order, position);
      case OUR_SUBSCRIPTIONS -> ours(Subject.Kind.SUBSCRIPTION, run, order, position);
      case OUR_PAYMENTS -> ours(Subject.Kind.PAYMENT, run, order, position);
      case OUR_INVOICES -> ours(Subject.Kind.INVOICE, run, order, position);
      case REFUNDS, DISPUTES -> paymentsOf(run, order, position);
      case EVENTS -> events(run, order, position);
    };
  }

  private Page mirrored(Subject.Kind kind, Reconciliation.Order order, Walk.Position position) {
    long fetchNo = Inbox.nextFetch(database);
    var page = lists.page(position.list(), order.since(), position.after());
    var halves = page.elements().stream().map(it -> looking.read(kind, it)).toList();
    var seen = halves.stream().map(half -> half.subject().word()).collect(Collectors.toSet());
    return of(page, seen, looking.compare(kind, halves, fetchNo));
  }

  private static Page of(StripeLists.Page page, Set<String> seen, List<Difference> differences) {
    var last = page.elements().isEmpty() ? null : page.elements().getLast();
    return new Page(
        page.elements().size(),
        Optional.ofNullable(last).flatMap(it -> StripeJson.text(it, "id")),
        last == null || !page.hasMore(),
        seen,
        differences);
  }

  /// What of ours was not in Stripe's list is asked for one by one: the list does not have deleted
  /// customers, and what was made since it was walked.
  private Page ours(
      Subject.Kind kind, UUID run, Reconciliation.Order order, Walk.Position position) {
    var found =
        database.inTransaction(
            tx -> Walk.unseen(tx, run, kind, order.since(), position.after(), OURS_MAX));
    var subjects = found.stream().map(id -> new Subject(kind, id)).toList();
    return new Page(
        found.size(),
        found.isEmpty() ? Optional.empty() : Optional.of(found.getLast()),
        found.size() < OURS_MAX,
        subjects.stream().map(Subject::word).collect(Collectors.toSet()),
        look(subjects));
  }

  private List<Difference> look(Collection<Subject> subjects) {
    var differences = new ArrayList<Difference>();
    for (var subject : subjects) differences.addAll(looking.look(subject));
    return differences;
  }

  private Page paymentsOf(UUID run, Reconciliation.Order order, Walk.Position position) {
    var page = lists.page(position.list(), order.since(), position.after());
    var subjects = new LinkedHashSet<Subject>();
    for (var element : page.elements()) {
      StripeJson.id(element.path("payment_intent"))
          .ifPresent(id -> subjects.add(new Subject(Subject.Kind.PAYMENT, id)));
    }
    return of(page, words(subjects), look(unseen(run, subjects)));
  }

  /// What never arrived may have been about something that is older than what is compared.
  private Page events(UUID run, Reconciliation.Order order, Walk.Position position) {
    var page = lists.page(position.list(), order.since(), position.after());
    var events = missed.of(page.elements());
    var subjects = MissedEvents.subjects(events);
    var differences = new ArrayList<Difference>(look(unseen(run, subjects)));
    events.forEach(event -> differences.add(MissedEvents.suspected(event)));
    return of(page, words(subjects), differences);
  }

  private List<Subject> unseen(UUID run, Collection<Subject> subjects) {
    var seen = database.inTransaction(tx -> Walk.seen(tx, run, words(subjects)));
    return subjects.stream().filter(subject -> !seen.contains(subject.word())).toList();
  }

  private static Set<String> words(Collection<Subject> subjects) {
    return subjects.stream().map(Subject::word).collect(Collectors.toSet());
  }
}
