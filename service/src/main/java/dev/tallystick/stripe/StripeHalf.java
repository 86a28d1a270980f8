package dev.tallystick.stripe;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;

/// What Stripe says of an object, field by field.
///
/// @param customer whose it is
/// @param named whose its metadata says that it is
/// @param fields what is to be compared, by the names of our columns; empty: null
/// @param state all of it
public record StripeHalf(
    Subject subject,
    Optional<String> customer,
    Optional<String> named,
    Map<String, Optional<String>> fields,
    ObjectState state) {

  public static StripeHalf of(CustomerState state) {
    var fields = new Texts();
    fields.text("is_deleted", Boolean.toString(state.isDeleted()));
    // Of one that was deleted Stripe says nothing else, and ours may be the last that is known.
    if (!state.isDeleted()) {
      fields.text("email", state.email());
      fields.text("currency", state.currency());
      fields.number("balance", state.balance());
      fields.text("is_delinquent", Boolean.toString(state.isDelinquent()));
      fields.text("default_payment_method", state.defaultPaymentMethod());
      fields.text("card_fingerprint", state.cardFingerprint());
      fields.moment("made_at", state.madeAt());
    }
    var subject = new Subject(Subject.Kind.CUSTOMER, state.id());
    return new StripeHalf(subject, Optional.of(state.id()), state.user(), fields.all, state);
  }

  public static StripeHalf of(SubscriptionState state) {
    var fields = new Texts();
    fields.text("customer_id", state.customer());
    fields.text("status", state.status());
    fields.text("price_id", state.price());
    fields.number("quantity", state.quantity());
    fields.number("unit_amount", state.unitAmount());
    fields.text("currency", state.currency());
    fields.moment("period_start", state.periodStart());
    fields.moment("period_end", state.periodEnd());
    fields.moment("cancel_at", state.cancelAt());
    fields.moment("canceled_at", state.canceledAt());
    fields.moment("ended_at", state.endedAt());
    fields.text("default_payment_method", state.defaultPaymentMethod());
    fields.moment("made_at", Optional.of(state.madeAt()));
    var subject = new Subject(Subject.Kind.SUBSCRIPTION, state.id());
    return new StripeHalf(
        subject, Optional.of(state.customer()), Optional.empty(), fields.all, state);
  }

  public static StripeHalf of(PaymentState state) {
    var fields = new Texts();
    fields.text("customer_id", state.customer());
    fields.text("checkout_id", state.checkout().map(UUID::toString));
    fields.text("top_up_id", state.topUp().map(UUID::toString));
    fields.text("status", state.status());
    fields.text("currency", state.currency());
    fields.number("amount", state.amount());
    fields.number("amount_received", state.amountReceived());
    fields.number("amount_refunded", state.amountRefunded());
    fields.number("amount_disputed", state.amountDisputed());
    fields.number("amount_lost", state.amountLost());
    fields.text("credits", state.credits().map(Object::toString));
    fields.text("charge_id", state.charge());
    fields.text("payment_method", state.paymentMethod());
    fields.text("card_fingerprint", state.cardFingerprint());
    fields.text("failure_code", state.failureCode());
    fields.moment("made_at", Optional.of(state.madeAt()));
    // Which invoice another one pays is compared with the invoice.
    if (state.user().isPresent()) fields.text("invoice_id", Optional.empty());
    var subject = new Subject(Subject.Kind.PAYMENT, state.id());
    return new StripeHalf(subject, state.customer(), state.user(), fields.all, state);
  }

  public static StripeHalf of(InvoiceState state) {
    var fields = new Texts();
    fields.text("customer_id", state.customer());
    fields.text("subscription_id", state.subscription());
    fields.text("status", state.status());
    fields.text("billing_reason", state.billingReason());
    fields.text("currency", state.currency());
    fields.number("total", state.total());
    fields.number("amount_paid", state.amountPaid());
    fields.moment("paid_at", state.paidAt());
    fields.moment("made_at", Optional.of(state.madeAt()));
    fields.text("lines", lines(state));
    fields.text("payments", words(state.payments()));
    var subject = new Subject(Subject.Kind.INVOICE, state.id());
    return new StripeHalf(subject, state.customer(), Optional.empty(), fields.all, state);
  }

  /// What an invoice is for; empty: nothing.
  static Optional<String> lines(InvoiceState state) {
    return words(
        state.lines().stream()
            .map(
                line ->
                    "%s:%s*%d=%d%s:%s/%s"
                        .formatted(
                            line.id(),
                            line.price().orElse("-"),
                            line.quantity(),
                            line.amount(),
                            line.isProration() ? ":proration" : "",
                            line.from(),
                            line.until()))
            .toList());
  }

  private static Optional<String> words(List<String> words) {
    var all = words.stream().sorted().collect(Collectors.joining(" "));
    return Optional.of(all).filter(text -> !text.isEmpty());
  }

  private static final class Texts {
    private final Map<String, Optional<String>> all = new LinkedHashMap<>();

    private void text(String name, Optional<String> text) {
      all.put(name, text);
    }

    private void text(String name, String text) {
      text(name, Optional.of(text));
    }

    private void number(String name, long number) {
      text(name, Long.toString(number));
    }

    private void number(String name, OptionalLong number) {
      if (number.isPresent()) number(name, number.getAsLong());
      else text(name, Optional.empty());
    }

    private void moment(String name, Optional<Instant> moment) {
      text(name, moment.map(Instant::toString));
    }
  }
}
