package dev.tallystick.stripe;

import dev.tallystick.account.Actor;
import dev.tallystick.account.Audit;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.GrantHistory;
import dev.tallystick.credit.Granting;
import dev.tallystick.credit.Ledger;
import dev.tallystick.credit.Reversals;
import dev.tallystick.postgres.Tx;
import dev.tallystick.referral.Cards;
import dev.tallystick.referral.Undoing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What payments and invoices give: writes them down and moves the credits that follow from them,
/// in one transaction. Whatever was fetched before, and how often, credits end where what was
/// fetched last wants them. Thread-safe: whoever works for a user holds the user's lock.
public final class Purchases {
  private static final Actor BY = new Actor.Job("stripe");

  private final Map<String, Credits> plans;
  private final Ledger ledger;
  private final Undoing undoing;
  private final TakingBack takingBack;
  private final TopUpMoney topUps;
  private final Supplier<UUID> ids;

  /// @param ids new UUIDv7 ids, ascending
  Purchases(
      StripeSettings settings,
      Ledger ledger,
      Reversals reversals,
      Undoing undoing,
      TopUpMoney topUps,
      Supplier<UUID> ids) {
    this.plans = settings.plans();
    this.ledger = ledger;
    this.undoing = undoing;
    this.takingBack = new TakingBack(reversals, undoing, settings.spent(), BY);
    this.topUps = topUps;
    this.ids = ids;
  }

  /// A payment that pays no invoice, as Stripe has it.
  void apply(Tx tx, PaymentState payment, long fetchNo, Instant now) {
    var user =
        Payments.user(tx, payment.id())
            .or(() -> Customers.userOf(tx, payment.customer(), payment.user()));
    user.ifPresent(id -> undoing.lock(tx, id));
    var mirrored = mirror(tx, payment, user, Optional.empty(), fetchNo, now);
    if (mirrored.isEmpty()) return;
    check(payment.id(), user, mirrored.get().user());
    if (user.isEmpty()) return;
    var due =
        mirrored.get().credits().filter(_ -> payment.isPaid()).stream()
            .map(credits -> Due.ofPack(payment, credits))
            .toList();
    var cards = payment.cardFingerprint().map(Set::of).orElse(Set.of());
    var operation = Due.operation(payment.id());
    Payments.refuse(tx, payment.id(), give(tx, user.get(), operation, due, cards));
    if (payment.isPaid()) {
      payment
          .topUp()
          .ifPresent(id -> topUps.paid(tx, user.get(), id, payment.id(), ids.get(), now));
    }
    takingBack.follow(tx, GrantHistory.of(tx, user.get(), operation), Money.of(payment));
  }

  /// An invoice as Stripe has it, and what paid it.
  void apply(Tx tx, InvoiceState invoice, List<PaymentState> payments, long fetchNo, Instant now) {
    var user =
        Invoices.user(tx, invoice.id())
            .or(() -> Customers.userOf(tx, invoice.customer(), Optional.empty()));
    user.ifPresent(id -> undoing.lock(tx, id));
    for (var each : payments) {
      var _ = mirror(tx, each, user, Optional.of(invoice.id()), fetchNo, now);
    }
    if (!Invoices.mirror(tx, invoice, user, fetchNo, now)) return;
    check(invoice.id(), user, Invoices.user(tx, invoice.id()));
    user.ifPresent(id -> follow(tx, invoice, id, now));
  }

  /// Also switches auto top-up off where more of the user's money went back than before: who says
  /// that a payment was not theirs is not to be charged again for the credits that went with it.
  private Optional<Payments.Mirrored> mirror(
      Tx tx,
      PaymentState payment,
      Optional<UUID> user,
      Optional<String> invoice,
      long fetchNo,
      Instant now) {
    var before = Payments.back(tx, payment.id());
    var mirrored = Payments.mirror(tx, payment, user, invoice, fetchNo, now);
    if (mirrored.isPresent() && user.isPresent()) {
      Payments.back(tx, payment.id())
          .whyNoTopUps(before)
          .ifPresent(why -> topUps.wentBack(tx, ledger, user.get(), why, now));
    }
    return mirrored;
  }

  /// Gives the months of an invoice that are due by now, as far as what was fetched of it says.
  ///
  /// @return whether there were any
  boolean giveMonths(Tx tx, Invoices.Due due, Instant now) {
    undoing.lock(tx, due.user());
    var invoice = Invoices.due(tx, due.id(), now);
    invoice.ifPresent(it -> follow(tx, it, due.user(), now));
    return invoice.isPresent();
  }

  // Of two that began at once, before it was known whose it is, one found nobody: again.
  private static void check(String id, Optional<UUID> locked, Optional<UUID> user) {
    if (locked.equals(user)) return;
    throw new IllegalStateException(id + " was found to be another user's meanwhile");
  }

  private void follow(Tx tx, InvoiceState invoice, UUID user, Instant now) {
    var paid = Payments.ofInvoice(tx, invoice.id());
    var months = paid.money().isBack() ? List.<Due>of() : months(tx, invoice);
    var due = months.stream().filter(each -> each.isAt(now)).toList();
    var operation = Due.operation(invoice.id());
    var refused = give(tx, user, operation, due, paid.cards());
    var next = months.stream().map(Due::from).filter(now::isBefore).min(Comparator.naturalOrder());
    Invoices.given(tx, invoice.id(), refused, next);
    takingBack.follow(tx, GrantHistory.of(tx, user, operation), paid.money());
  }

  /// All that an invoice gives, month by month.
  List<Due> months(Tx tx, InvoiceState invoice) {
    if (!invoice.isPaid() || invoice.subscription().isEmpty()) return List.of();
    var course = Subscriptions.course(tx, invoice.subscription().get());
    return PlanCredits.of(invoice, plans).stream()
        .filter(due -> course.filter(it -> it.isPast(due)).isEmpty())
        .toList();
  }

  /// Gives what is due and was not given before. What was given stays as it is, whatever plans give
  /// by now.
  private Optional<Refusal> give(
      Tx tx, UUID user, String operation, List<Due> due, Collection<String> cards) {
    if (due.isEmpty()) return Optional.empty();
    var given =
        GrantHistory.of(tx, user, operation).stream()
            .map(each -> each.grant().operationId())
            .collect(Collectors.toSet());
    var refusals = new ArrayList<Refusal>();
    for (var each : due) {
      if (given.contains(each.operationId())) continue;
      give(tx, user, each, cards).ifPresent(refusals::add);
    }
    return refusals.stream().findFirst();
  }

  private Optional<Refusal> give(Tx tx, UUID user, Due due, Collection<String> cards) {
    return switch (ledger.grant(tx, due.request(user))) {
      case Granting.Granted(var grant) -> {
        given(tx, grant, cards);
        yield Optional.empty();
      }
      case Granting.AccountClosed() -> Optional.of(Refusal.USER_DELETED);
      case Granting.TooMuch() -> Optional.of(Refusal.ACCOUNT_FULL);
      case Granting.Replayed _,
          Granting.OperationReused _,
          Granting.UserUnknown _,
          Granting.AlreadyExpired _ ->
          throw new IllegalStateException("%s cannot be given".formatted(due));
    };
  }

  private void given(Tx tx, Grant grant, Collection<String> cards) {
    cards.forEach(card -> Cards.see(tx, grant.userId(), card));
    undoing.purchased(tx, grant, BY);
    var details =
        Map.of(
            "operationId", grant.operationId(),
            "type", grant.type().word(),
            "credits", grant.principal().toString());
    var subject = "grant:" + grant.id();
    Audit.write(
        tx,
        new Audit.Line(
            BY, Audit.Action.GRANT_GIVEN, Optional.of(grant.userId()), subject, details));
  }
}
