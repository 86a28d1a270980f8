package dev.tallystick.stripe;

import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.GrantRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Credits that a purchase gives at some time.
///
/// @param operationId of the grant
/// @param from when they are given
/// @param until when they lapse; credits that were bought as a pack do not
/// @param periodFrom when the period began that was paid for
record Due(
    String operationId,
    Grant.Type type,
    int priority,
    Credits credits,
    Instant from,
    Optional<Instant> until,
    Instant periodFrom) {
  /// What lapses burns first.
  private static final int PLAN_PRIORITY = 20;

  /// Begins the ids of all that is given for a payment or an invoice.
  static String operation(String id) {
    return GrantRequest.STRIPE_PREFIX + id;
  }

  /// A pack of credits.
  static Due ofPack(PaymentState payment, Credits credits) {
    var type = Grant.Type.PURCHASE;
    return new Due(
        operation(payment.id()),
        type,
        type.defaultPriority(),
        credits,
        payment.madeAt(),
        Optional.empty(),
        payment.madeAt());
  }

  /// Credits of a plan. Where no money was paid, as in a trial, they were given for nothing.
  ///
  /// @param name tells them from others of the invoice
  static Due ofPlan(
      InvoiceState invoice,
      String name,
      Credits credits,
      Instant from,
      Instant until,
      Instant periodFrom) {
    return new Due(
        operation(invoice.id()) + ":" + name,
        invoice.amountPaid() > 0 ? Grant.Type.PURCHASE : Grant.Type.FREE,
        PLAN_PRIORITY,
        credits,
        from,
        Optional.of(until),
        periodFrom);
  }

  /// Whether its time has come and is not over.
  boolean isAt(Instant now) {
    return !from.isAfter(now) && until.map(now::isBefore).orElse(true);
  }

  /// Whether it is of a month of a period that is not the subscription's any more.
  ///
  /// @param running when the period began that runs now
  boolean isOvertakenBy(Instant running) {
    return running.isAfter(periodFrom) && !from.isBefore(running);
  }

  /// Whether it is of a later month of a period, and that begins when the subscription is over. The
  /// first was paid for.
  boolean isCutOffAt(Instant ended) {
    return from.isAfter(periodFrom) && !from.isBefore(ended);
  }

  GrantRequest request(UUID user) {
    return new GrantRequest(user, operationId, type, priority, credits, until);
  }
}
