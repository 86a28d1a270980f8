package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.GrantHistory;
import dev.tallystick.postgres.Tx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What purchases give, as Stripe has them, and what the ledger has of that.
public final class Entitlements {
  // A month that is due is given by a job, which may be at it.
  private static final Duration MONTH_GRACE = Duration.ofMinutes(5);

  private final Purchases purchases;

  public Entitlements(Purchases purchases) {
    this.purchases = purchases;
  }

  /// The credits of an object; none for what gives none, or nobody.
  ///
  /// @param paid the money of an invoice, where that was fetched; empty: as it is mirrored
  public Entitlement of(
      Tx tx,
      StripeHalf stripe,
      Optional<Money> paid,
      Optional<UUID> user,
      Optional<OurHalf> ours,
      Instant now) {
    // What was known first counts.
    var whose = ours.flatMap(OurHalf::user).or(() -> user);
    if (whose.isEmpty()) return Entitlement.NONE;
    return switch (stripe.state()) {
      case PaymentState payment -> ofPayment(tx, payment, whose.get(), ours);
      case InvoiceState invoice -> ofInvoice(tx, invoice, paid, whose.get(), now);
      case CustomerState _, SubscriptionState _ -> Entitlement.NONE;
    };
  }

  private static Entitlement ofPayment(
      Tx tx, PaymentState payment, UUID user, Optional<OurHalf> ours) {
    var credits = ours.map(Entitlements::promised).orElseGet(() -> promised(payment));
    var due =
        credits.filter(_ -> payment.isPaid()).stream().map(it -> Due.ofPack(payment, it)).toList();
    var grants = GrantHistory.of(tx, user, Due.operation(payment.id()));
    return Entitlement.of(grants, due, Money.of(payment));
  }

  private static Optional<Credits> promised(PaymentState payment) {
    return payment
        .credits()
        .filter(_ -> payment.checkout().isPresent() || payment.topUp().isPresent());
  }

  private static Optional<Credits> promised(OurHalf ours) {
    var fields = ours.fields();
    var isOurs = has(ours, "checkout_id") != has(ours, "top_up_id");
    return fields
        .getOrDefault("credits", Optional.empty())
        .filter(_ -> isOurs)
        .map(text -> Credits.exact(new BigDecimal(text)));
  }

  private static boolean has(OurHalf ours, String field) {
    return ours.fields().getOrDefault(field, Optional.empty()).isPresent();
  }

  private Entitlement ofInvoice(
      Tx tx, InvoiceState invoice, Optional<Money> paid, UUID user, Instant now) {
    var money = paid.orElseGet(() -> Payments.ofInvoice(tx, invoice.id()).money());
    var settled = now.minus(MONTH_GRACE);
    var due =
        money.isBack()
            ? List.<Due>of()
            : purchases.months(tx, invoice).stream()
                .filter(month -> month.isAt(settled) && month.isAt(now))
                .toList();
    return Entitlement.of(GrantHistory.of(tx, user, Due.operation(invoice.id())), due, money);
  }
}
