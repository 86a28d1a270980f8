package dev.tallystick.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// What people do on Stripe's pages and in its dashboard, and what banks do. Everything that is
/// made answers with its id.
public final class People {
  private final Account account;

  People(Account account) {
    this.account = account;
  }

  private <T> T alone(Supplier<T> work) {
    return account.world().alone(work);
  }

  private void does(Runnable work) {
    var _ =
        alone(
            () -> {
              work.run();
              return true;
            });
  }

  /// Somebody adds a customer in the dashboard.
  public String createCustomer(String email, Map<String, String> metadata) {
    return alone(
        () -> {
          var customer = account.customers.create(email, metadata);
          account.world().emit("customer.created", customer);
          return customer.path("id").asText();
        });
  }

  public void deleteCustomer(String customer) {
    does(() -> account.deleteCustomer(customer));
  }

  /// Pays what a checkout session asks for, with the customer's own card.
  ///
  /// @return the payment intent, or the subscription
  public String payCheckout(String session) {
    return payCheckout(session, fingerprintFor(session));
  }

  /// Pays with a card of that fingerprint.
  public String payCheckout(String session, String fingerprint) {
    return alone(
        () -> {
          account.checkouts.pay(session, fingerprint, Optional.empty());
          return bought(session);
        });
  }

  /// Tries to pay with a card that is declined; the session stays open.
  public void payCheckoutDeclined(String session, String code) {
    var fingerprint = fingerprintFor(session);
    does(() -> account.checkouts.pay(session, fingerprint, Optional.of(new Bank.Decline(code))));
  }

  private String fingerprintFor(String session) {
    return alone(
        () -> {
          var found = account.world().get(Kind.SESSION, session);
          return account.cards.usualFingerprint(found.path("customer").asText(session));
        });
  }

  private String bought(String session) {
    var found = account.world().get(Kind.SESSION, session);
    var field = found.path("mode").asText().equals("payment") ? "payment_intent" : "subscription";
    return found.path(field).asText();
  }

  /// Leaves the page: the session expires.
  public void abandonCheckout(String session) {
    does(() -> account.checkouts.expire(session));
  }

  /// Pays an amount that no session asked for, as an application of another kind would have it.
  ///
  /// @return the payment intent
  public String pay(String customer, long amount, String currency, Map<String, String> metadata) {
    return alone(
        () -> {
          var intent = account.payments.intent(amount, currency, Optional.of(customer), metadata);
          account.world().emit("payment_intent.created", intent);
          var card = account.cards.make(account.cards.usualFingerprint(customer));
          account.payments.attempt(intent, card);
          return intent.path("id").asText();
        });
  }

  /// Refunds a part of a payment.
  ///
  /// @return the refund
  public String refund(String paymentIntent, long amount) {
    return refund(paymentIntent, OptionalLong.of(amount), "succeeded");
  }

  /// Refunds what is left of a payment.
  public String refund(String paymentIntent) {
    return refund(paymentIntent, OptionalLong.empty(), "succeeded");
  }

  /// Refunds a part, and the bank takes its time: see [#settleRefund], [#failRefund].
  public String refundSlowly(String paymentIntent, long amount) {
    return refund(paymentIntent, OptionalLong.of(amount), "pending");
  }

  private String refund(String paymentIntent, OptionalLong amount, String status) {
    return alone(
        () ->
            account
                .refunds
                .refund(account.payments.chargeOf(paymentIntent), amount, Map.of(), status)
                .path("id")
                .asText());
  }

  public void settleRefund(String refund) {
    does(() -> account.refunds.settle(refund));
  }

  /// The bank sends the money back: the payment is refunded by so much less.
  public void failRefund(String refund) {
    does(() -> account.refunds.fail(refund));
  }

  /// The cardholder disputes a payment, and the bank takes the money.
  ///
  /// @return the dispute
  public String dispute(String paymentIntent, long amount) {
    return dispute(paymentIntent, amount, false);
  }

  /// The bank only asks, and takes no money yet: see [#escalateInquiry], [#dropInquiry].
  public String inquire(String paymentIntent, long amount) {
    return dispute(paymentIntent, amount, true);
  }

  private String dispute(String paymentIntent, long amount, boolean isInquiry) {
    return alone(
        () ->
            account
                .disputes
                .open(account.payments.chargeOf(paymentIntent), amount, isInquiry)
                .path("id")
                .asText());
  }

  public void escalateInquiry(String dispute) {
    does(() -> account.disputes.escalate(dispute));
  }

  public void dropInquiry(String dispute) {
    does(() -> account.disputes.dropInquiry(dispute));
  }

  /// The shop sends evidence: the dispute is under review, and still open.
  public void answerDispute(String dispute) {
    does(() -> account.disputes.answer(dispute));
  }

  public void winDispute(String dispute) {
    does(() -> account.disputes.win(dispute));
  }

  public void loseDispute(String dispute) {
    does(() -> account.disputes.lose(dispute));
  }

  /// Adds a card to a customer.
  ///
  /// @return the payment method
  public String attachCard(String customer, String fingerprint) {
    return alone(
        () -> {
          account.customers.living(customer, "customer");
          var card = account.cards.make(fingerprint);
          return account.cards.attach(card, customer).path("id").asText();
        });
  }

  public void detachCard(String paymentMethod) {
    does(() -> account.cards.detach(account.world().get(Kind.PAYMENT_METHOD, paymentMethod)));
  }

  /// Offers a subscription.
  ///
  /// @param interval `day`, `week`, `month` or `year`
  /// @return the price
  public String createPrice(long amount, String currency, String interval) {
    return createPrice("Plan", amount, currency, interval);
  }

  /// Offers a subscription of that name.
  public String createPrice(String name, long amount, String currency, String interval) {
    return alone(
        () ->
            account
                .prices
                .create(name, amount, currency, Optional.of(interval))
                .path("id")
                .asText());
  }

  /// Subscribes a customer, who gets a card of their own for it if they have none.
  ///
  /// @return the subscription, active or incomplete if the card is declined
  public String subscribe(String customer, String price) {
    return subscribe(customer, price, Map.of());
  }

  public String subscribe(String customer, String price, Map<String, String> metadata) {
    return alone(
        () -> {
          var found = account.customers.living(customer, "customer");
          var cards = account.cards.of(customer);
          var card =
              cards.isEmpty()
                  ? account.cards.attach(
                      account.cards.make(account.cards.usualFingerprint(customer)), customer)
                  : cards.getLast();
          var chosen = account.world().get(Kind.PRICE, price);
          return account
              .subscriptions
              .start(found, chosen, Optional.of(card), metadata)
              .path("id")
              .asText();
        });
  }

  /// Changes to another price; the difference is on the next invoice.
  public void changePlan(String subscription, String price) {
    changePlan(subscription, price, "create_prorations");
  }

  /// @param proration `none`, `create_prorations` or `always_invoice`
  public void changePlan(String subscription, String price, String proration) {
    does(
        () ->
            account.subscriptions.change(
                account.subscriptions.living(subscription),
                account.world().get(Kind.PRICE, price),
                Subscriptions.Proration.of(proration)));
  }

  /// Ends a subscription now, or plans that its period is the last.
  public void cancel(String subscription, boolean atPeriodEnd) {
    does(
        () -> {
          if (atPeriodEnd) account.subscriptions.planEnd(subscription, true);
          else account.subscriptions.cancel(subscription);
        });
  }

  /// Changes their mind about a planned end.
  public void keep(String subscription) {
    does(() -> account.subscriptions.planEnd(subscription, false));
  }

  /// The next period begins, whatever the clock says: paid, or the subscription is past due. One
  /// whose end was planned ends.
  ///
  /// @return the invoice, if there is one
  public Optional<String> renew(String subscription) {
    return alone(() -> account.subscriptions.renew(subscription).map(it -> it.path("id").asText()));
  }

  /// Stripe attempts again to collect an open invoice.
  public void payInvoice(String invoice) {
    does(() -> account.subscriptions.pay(invoice));
  }

  /// The payment intent of an invoice; none if nothing was due.
  public Optional<String> paymentOf(String invoice) {
    return alone(
        () ->
            account.world().table(Kind.INVOICE_PAYMENT).where("invoice", invoice).stream()
                .map(it -> it.path("payment").path("payment_intent").asText())
                .findFirst());
  }
}
