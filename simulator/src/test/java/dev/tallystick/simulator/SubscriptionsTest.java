package dev.tallystick.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Invoice;
import com.stripe.model.InvoiceLineItem;
import com.stripe.model.Subscription;
import com.stripe.param.InvoiceListParams;
import com.stripe.param.InvoicePaymentListParams;
import com.stripe.param.InvoiceRetrieveParams;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.checkout.SessionCreateParams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SubscriptionsTest {
  private final Shop shop = new Shop();
  private final People people = shop.stripe.people();
  private final String small = people.createPrice("Small", 1000, "usd", "month");
  private final String large = people.createPrice("Large", 3000, "usd", "month");
  private final String customer = shop.customer();

  @AfterEach
  void close() {
    shop.close();
  }

  private Subscription subscription(String id) throws StripeException {
    return shop.client.v1().subscriptions().retrieve(id);
  }

  private Invoice invoice(String id) throws StripeException {
    var params = InvoiceRetrieveParams.builder().addExpand("payments").build();
    return shop.client.v1().invoices().retrieve(id, params);
  }

  private List<Invoice> invoicesOf(String subscription) throws StripeException {
    var params = InvoiceListParams.builder().setSubscription(subscription).build();
    return shop.client.v1().invoices().list(params).getData();
  }

  @Test
  void aSubscriptionBeginsWithAPaidInvoice() throws StripeException {
    var id = people.subscribe(customer, small);
    var subscription = subscription(id);
    assertThat(subscription.getStatus()).isEqualTo("active");
    var item = subscription.getItems().getData().getFirst();
    assertThat(item.getPrice().getId()).isEqualTo(small);
    assertThat(Instant.ofEpochSecond(item.getCurrentPeriodEnd())).isEqualTo("2026-04-01T12:00:00Z");

    var invoice = invoice(subscription.getLatestInvoice());
    assertThat(invoice.getStatus()).isEqualTo("paid");
    assertThat(invoice.getBillingReason()).isEqualTo("subscription_create");
    assertThat(invoice.getParent().getSubscriptionDetails().getSubscription()).isEqualTo(id);
    var line = invoice.getLines().getData().getFirst();
    assertThat(line.getPricing().getPriceDetails().getPrice()).isEqualTo(small);
    assertThat(line.getPeriod().getEnd()).isEqualTo(item.getCurrentPeriodEnd());
    var payment = invoice.getPayments().getData().getFirst();
    assertThat(payment.getAmountPaid()).isEqualTo(1000);

    var intent = payment.getPayment().getPaymentIntent();
    assertThat(people.paymentOf(invoice.getId())).contains(intent);
    var ofPayment =
        InvoicePaymentListParams.builder()
            .setPayment(
                InvoicePaymentListParams.Payment.builder()
                    .setType(InvoicePaymentListParams.Payment.Type.PAYMENT_INTENT)
                    .setPaymentIntent(intent)
                    .build())
            .build();
    assertThat(shop.client.v1().invoicePayments().list(ofPayment).getData())
        .singleElement()
        .satisfies(it -> assertThat(it.getInvoice()).isEqualTo(invoice.getId()));
  }

  @Test
  void invoicesShowTheirPaymentsOnlyWhenAsked() throws StripeException {
    var id = subscription(people.subscribe(customer, small)).getLatestInvoice();
    assertThat(shop.client.v1().invoices().retrieve(id).getPayments()).isNull();
  }

  @Test
  void aCheckoutCanBeForASubscription() throws StripeException {
    var session =
        shop.client
            .v1()
            .checkout()
            .sessions()
            .create(
                SessionCreateParams.builder()
                    .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                    .setCustomer(customer)
                    .setSuccessUrl("https://shop.example/done")
                    .setSubscriptionData(
                        SessionCreateParams.SubscriptionData.builder()
                            .putMetadata("tally_user", "u1")
                            .build())
                    .addLineItem(
                        SessionCreateParams.LineItem.builder()
                            .setPrice(small)
                            .setQuantity(1L)
                            .build())
                    .build());
    people.payCheckoutDeclined(session.getId(), "card_declined");
    var id = people.payCheckout(session.getId());
    assertThat(subscription(id).getMetadata()).containsEntry("tally_user", "u1");
    assertThat(subscription(id).getDefaultPaymentMethod()).startsWith("pm_");
    var paid = shop.client.v1().checkout().sessions().retrieve(session.getId());
    assertThat(paid.getSubscription()).isEqualTo(id);
    assertThat(paid.getPaymentIntent()).isNull();
    assertThat(invoicesOf(id)).hasSize(1);
  }

  @Test
  void aRenewalMovesThePeriodAndIsPaid() throws StripeException {
    var id = people.subscribe(customer, small);
    var invoice = invoice(people.renew(id).orElseThrow());
    assertThat(invoice.getBillingReason()).isEqualTo("subscription_cycle");
    assertThat(invoice.getStatus()).isEqualTo("paid");
    var item = subscription(id).getItems().getData().getFirst();
    assertThat(Instant.ofEpochSecond(item.getCurrentPeriodEnd())).isEqualTo("2026-05-01T12:00:00Z");
    assertThat(invoicesOf(id)).hasSize(2);
  }

  @Test
  void aRenewalThatIsDeclinedIsPastDueUntilItIsPaid() throws StripeException {
    var id = people.subscribe(customer, small);
    shop.stripe.faults().declineCards("insufficient_funds");
    var invoice = people.renew(id).orElseThrow();
    assertThat(subscription(id).getStatus()).isEqualTo("past_due");
    assertThat(invoice(invoice).getStatus()).isEqualTo("open");
    assertThat(invoice(invoice).getPayments().getData().getFirst().getStatus()).isEqualTo("open");

    shop.stripe.faults().acceptCards();
    people.payInvoice(invoice);
    assertThat(subscription(id).getStatus()).isEqualTo("active");
    assertThat(invoice(invoice).getAttemptCount()).isEqualTo(2);
  }

  @Test
  void aFirstPaymentThatIsDeclinedLeavesItIncomplete() throws StripeException {
    shop.stripe.faults().declineCards("expired_card");
    assertThat(subscription(people.subscribe(customer, small)).getStatus()).isEqualTo("incomplete");
  }

  @Test
  void aChangeOfPlanIsInvoicedAtOnceOrLaterOrNever() throws StripeException {
    var atOnce = people.subscribe(customer, small);
    people.changePlan(atOnce, large, "always_invoice");
    var invoice = invoicesOf(atOnce).getFirst();
    assertThat(invoice.getBillingReason()).isEqualTo("subscription_update");
    assertThat(invoice.getLines().getData())
        .extracting(InvoiceLineItem::getAmount)
        .containsExactly(-1000L, 3000L);
    assertThat(invoice.getAmountPaid()).isEqualTo(2000);

    var later = people.subscribe(customer, small);
    people.changePlan(later, large);
    assertThat(invoicesOf(later)).hasSize(1);
    assertThat(invoice(people.renew(later).orElseThrow()).getTotal()).isEqualTo(5000);

    var never = people.subscribe(customer, small);
    people.changePlan(never, large, "none");
    assertThat(invoice(people.renew(never).orElseThrow()).getTotal()).isEqualTo(3000);
  }

  @Test
  void whatACheaperPlanGivesBackIsKeptForTheNextInvoice() throws StripeException {
    var id = people.subscribe(customer, large);
    people.changePlan(id, small, "always_invoice");
    var invoice = invoicesOf(id).getFirst();
    assertThat(invoice.getTotal()).isEqualTo(-2000);
    assertThat(invoice.getStatus()).isEqualTo("paid");
    assertThat(people.paymentOf(invoice.getId())).isEmpty();
    assertThat(shop.client.v1().customers().retrieve(customer).getBalance()).isEqualTo(-2000);
    assertThat(invoice(people.renew(id).orElseThrow()).getAmountDue()).isZero();
  }

  @Test
  void longInvoicesShowTenLinesAndPageTheRest() throws StripeException {
    var id = people.subscribe(customer, small);
    for (int i = 0; i < 3; i++) {
      people.changePlan(id, large);
      people.changePlan(id, small);
    }
    var invoice = invoice(people.renew(id).orElseThrow());
    assertThat(invoice.getLines().getData()).hasSize(10);
    assertThat(invoice.getLines().getHasMore()).isTrue();
    var ids = shop.client.v1().invoices().lineItems().list(invoice.getId()).getData();
    assertThat(ids).hasSize(10);
    var seen = new ArrayList<String>();
    shop.client
        .v1()
        .invoices()
        .lineItems()
        .list(invoice.getId())
        .autoPagingIterable()
        .forEach(line -> seen.add(line.getId()));
    assertThat(seen).hasSize(13).doesNotHaveDuplicates();
  }

  @Test
  void aSubscriptionEndsNowOrWithItsPeriod() throws StripeException {
    var now = people.subscribe(customer, small);
    assertThat(shop.client.v1().subscriptions().cancel(now).getStatus()).isEqualTo("canceled");

    var later = people.subscribe(customer, small);
    var atEnd = SubscriptionUpdateParams.builder().setCancelAtPeriodEnd(true).build();
    var planned = shop.client.v1().subscriptions().update(later, atEnd);
    assertThat(planned.getStatus()).isEqualTo("active");
    assertThat(planned.getCancelAt())
        .isEqualTo(planned.getItems().getData().getFirst().getCurrentPeriodEnd());
    people.keep(later);
    assertThat(subscription(later).getCancelAtPeriodEnd()).isFalse();
    people.cancel(later, true);
    assertThat(people.renew(later)).isEmpty();
    assertThat(subscription(later).getStatus()).isEqualTo("canceled");

    var all = SubscriptionListParams.builder().setCustomer(customer);
    assertThat(shop.client.v1().subscriptions().list(all.build()).getData()).isEmpty();
    var every = all.setStatus(SubscriptionListParams.Status.ALL).build();
    assertThat(shop.client.v1().subscriptions().list(every).getData()).hasSize(2);
  }

  @Test
  void aDeletedCustomerTakesSubscriptionsAndCardsAlong() throws StripeException {
    var id = people.subscribe(customer, small);
    assertThat(shop.client.v1().customers().delete(customer).getDeleted()).isTrue();
    assertThat(shop.client.v1().customers().retrieve(customer).getDeleted()).isTrue();
    assertThat(subscription(id).getStatus()).isEqualTo("canceled");
    assertThat(shop.client.v1().customers().list().getData()).isEmpty();
    assertThatThrownBy(() -> shop.checkout(customer))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo("resource_missing"));
    assertThat(shop.stripe.deliveries().events())
        .extracting(Event::type)
        .endsWith("customer.subscription.deleted", "payment_method.detached", "customer.deleted");
  }
}
