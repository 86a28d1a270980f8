package dev.tallystick.stripe.reconcile;

import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.StoredTime;
import dev.tallystick.postgres.Tx;
import dev.tallystick.stripe.Entitlements;
import dev.tallystick.stripe.Inbox;
import dev.tallystick.stripe.Purchases;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.StripeUnavailable;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.Syncing;
import dev.tallystick.stripe.reconcile.Difference.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares what Stripe lists with what the database has, and repairs what differs.
///
/// How far it has come is written down with what it found, page by page, so that a reconciliation
/// that was stopped in any way goes on where it was. What differs at a first look is looked at
/// again a little later, and only then called a difference: a webhook may have been on its way.
public final class Reconciling {
  private static final Logger log = LoggerFactory.getLogger(Reconciling.class);

  /// So long it is kept what was compared without a difference, and notes. A comparison of
  /// everything forgets what is older.
  private static final Duration KEPT = Duration.ofDays(90);

  private final Database database;
  private final StripePages pages;
  private final SubjectCheck looking;
  private final MissedEvents missed;
  private final Syncing syncing;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final Patience patience;

  public Reconciling(
      Database database,
      StripeApi stripe,
      Inbox inbox,
      Syncing syncing,
      Purchases purchases,
      InstantSource clock,
      Supplier<UUID> ids,
      Patience patience) {
    this.database = database;
    this.looking = new SubjectCheck(database, stripe, new Entitlements(purchases), clock);
    this.missed = new MissedEvents(database, stripe, inbox);
    this.pages = new StripePages(database, new StripeLists(stripe), looking, missed);
    this.syncing = syncing;
    this.clock = clock;
    this.ids = ids;
    this.patience = patience;
  }

  /// What came of it.
  public sealed interface Outcome {
    /// It came to its end.
    record Finished(UUID id) implements Outcome {}

    /// Another process is at it now.
    record Busy() implements Outcome {}

    /// One was stopped that was asked for something else; it would have to be abandoned.
    record OtherStopped(Reconciliation stopped) implements Outcome {}
  }

  /// Where one stands that is under way.
  public sealed interface Progress {
    /// It walks a list.
    ///
    /// @param checked elements of it since it began or went on
    record Walking(Listing list, long checked) implements Progress {}

    /// It is about to look again at what seemed to differ.
    ///
    /// @param suspected how many objects
    record Doubting(int suspected) implements Progress {}
  }

  /// Begins, or goes on where one with the same order was stopped.
  ///
  /// @param isRestart whether one that was stopped is abandoned
  /// @throws StripeUnavailable if Stripe stays out of reach; it can go on later
  public Outcome run(Reconciliation.Order order, boolean isRestart, Consumer<Progress> watching) {
    var lease = Lease.take(database);
    if (lease.isEmpty()) return new Outcome.Busy();
    try (var _ = lease.get()) {
      var stopped = stopped();
      if (stopped.isPresent() && !isRestart && !stopped.get().order().equals(order)) {
        return new Outcome.OtherStopped(stopped.get());
      }
      return new Outcome.Finished(walk(begin(order, stopped, isRestart), watching));
    }
  }

  private Optional<Reconciliation> stopped() {
    Optional<UUID> running = database.inTransaction(Walk::running);
    return running.flatMap(new Reconciliations(database)::find);
  }

  private record Run(UUID id, Reconciliation.Order order) {}

  private Run begin(
      Reconciliation.Order order, Optional<Reconciliation> stopped, boolean isRestart) {
    if (stopped.isPresent() && !isRestart) {
      return new Run(stopped.get().id(), stopped.get().order());
    }
    var id = ids.get();
    database.useTransaction(
        tx -> {
          stopped.ifPresent(old -> Walk.end(tx, old.id(), Reconciliation.Status.ABANDONED, now()));
          Walk.start(tx, id, order, now());
        });
    return new Run(id, order);
  }

  private UUID walk(Run run, Consumer<Progress> watching) {
    var open = new ArrayList<Listing>();
    for (var list : Listing.values()) {
      var position = database.inTransaction(tx -> Walk.position(tx, run.id(), list));
      if (position.isDone()) continue;
      walk(run, position, watching);
      open.add(list);
    }
    settle(run, open, watching);
    database.useTransaction(tx -> Walk.end(tx, run.id(), Reconciliation.Status.DONE, now()));
    if (run.order().since().isEmpty()) {
      database.useTransaction(tx -> Walk.forget(tx, run.id(), now().minus(KEPT)));
    }
    return run.id();
  }

  private void walk(Run run, Walk.Position from, Consumer<Progress> watching) {
    var position = from;
    long checked = 0;
    while (!position.isWalked()) {
      Patience.await(Duration.ZERO);
      watching.accept(new Progress.Walking(position.list(), checked));
      var here = position;
      var page = patience.with(() -> pages.next(run.id(), run.order(), here));
      position = database.inTransaction(tx -> note(tx, run, here, page));
      checked += page.checked();
    }
  }

  private Walk.Position note(Tx tx, Run run, Walk.Position from, StripePages.Page page) {
    Walk.see(tx, run.id(), page.seen());
    Walk.write(tx, run.id(), from.list(), page.differences(), now());
    return Walk.advance(tx, run.id(), from, page.after(), page.checked(), page.isLast());
  }

  /// Looks again at what seemed to differ of any list, so that all of it is waited for at once, and
  /// repairs what does, in the order of the lists.
  private void settle(Run run, List<Listing> lists, Consumer<Progress> watching) {
    for (var list : lists) suspectInvoices(run, list);
    for (var pause : patience.looks()) {
      int suspected =
          lists.stream().mapToInt(list -> open(run, list, Status.SUSPECTED).size()).sum();
      if (suspected == 0) break;
      watching.accept(new Progress.Doubting(suspected));
      Patience.await(pause);
      database.useTransaction(tx -> MissedEvents.withdrawArrived(tx, run.id()));
      for (var list : lists) lookAgain(run, list);
    }
    for (var list : lists) database.useTransaction(tx -> Walk.confirm(tx, run.id(), list));
    for (var list : lists) {
      if (run.order().isRepair()) {
        open(run, list, Status.FOUND).forEach(it -> repair(run, list, it));
      }
      database.useTransaction(tx -> Walk.done(tx, run.id(), list));
    }
  }

  private void lookAgain(Run run, Listing list) {
    for (var subject : open(run, list, Status.SUSPECTED)) {
      if (MissedEvents.isEvent(subject)) continue;
      var seen = look(subject);
      database.useTransaction(tx -> Walk.replace(tx, run.id(), list, subject, seen, now()));
    }
  }

  /// What differs of a payment may do so in the credits of its invoice, and is said of both before
  /// either is repaired: that repairs the other, too.
  private void suspectInvoices(Run run, Listing list) {
    for (var word : open(run, list, Status.SUSPECTED)) {
      if (MissedEvents.isEvent(word)) continue;
      var subject = Subject.ofWord(word);
      if (subject.kind() != Subject.Kind.PAYMENT) continue;
      var invoice = patience.with(() -> looking.invoiceOf(subject));
      if (invoice.isEmpty()) continue;
      var seen = look(invoice.get().word());
      database.useTransaction(tx -> Walk.write(tx, run.id(), list, seen, now()));
    }
  }

  private List<String> open(Run run, Listing list, Status status) {
    return database.inTransaction(tx -> Walk.open(tx, run.id(), list, status));
  }

  private List<Difference> look(String subject) {
    return patience.with(() -> looking.look(Subject.ofWord(subject)));
  }

  private void repair(Run run, Listing list, String subject) {
    try {
      patience.with(
          () -> {
            if (MissedEvents.isEvent(subject)) missed.store(subject);
            else syncing.sync(Subject.ofWord(subject));
            return subject;
          });
    } catch (StripeUnavailable | CancellationException outage) {
      throw outage;
    } catch (RuntimeException failure) {
      // Of one that cannot be repaired the others know nothing.
      log.warn("{} cannot be repaired: {}", subject, failure.getMessage());
      return;
    }
    var left = MissedEvents.isEvent(subject) ? List.<Difference>of() : look(subject);
    database.useTransaction(
        tx -> {
          Walk.repaired(tx, run.id(), subject, left.stream().map(Difference::field).toList());
          Walk.write(tx, run.id(), list, left, now());
          Walk.confirm(tx, run.id(), list);
        });
  }

  private Instant now() {
    return StoredTime.now(clock);
  }
}
