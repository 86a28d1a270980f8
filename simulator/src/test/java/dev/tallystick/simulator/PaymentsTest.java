package dev.tallystick.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.DisputeListParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.checkout.SessionListParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PaymentsTest {
  private final Shop shop = new Shop();
  private final People people = shop.stripe.people();

  @AfterEach
  void close() {
    shop.close();
  }

  private PaymentIntent intent(String id) throws StripeException {
    var params = PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build();
    return shop.client.v1().paymentIntents().retrieve(id, params);
  }

  private String paid() throws StripeException {
    return people.payCheckout(shop.checkout(shop.customer()).getId());
  }

  private PaymentIntent topUp(String customer, String card) throws StripeException {
    return shop.client
        .v1()
        .paymentIntents()
        .create(
            PaymentIntentCreateParams.builder()
                .setAmount(2000L)
                .setCurrency("usd")
                .setCustomer(customer)
                .setPaymentMethod(card)
                .putMetadata("tally_top_up", "t1")
                .build());
  }

  private static PaymentIntentConfirmParams offSession() {
    return PaymentIntentConfirmParams.builder().setOffSession(true).build();
  }

  @Test
  void aCheckoutHasItsPaymentOnceItIsPaid() throws StripeException {
    var customer = shop.customer();
    var session = shop.checkout(customer);
    assertThat(session.getUrl()).startsWith(shop.stripe.base() + "/c/pay/cs_test_");
    assertThat(session.getStatus()).isEqualTo("open");
    assertThat(session.getPaymentIntent()).isNull();
    assertThat(session.getAmountTotal()).isEqualTo(1000);

    var paid = people.payCheckout(session.getId());

    var after = shop.client.v1().checkout().sessions().retrieve(session.getId());
    assertThat(after.getStatus()).isEqualTo("complete");
    assertThat(after.getPaymentStatus()).isEqualTo("paid");
    assertThat(after.getPaymentIntent()).isEqualTo(paid);
    assertThat(after.getUrl()).isNull();
    var intent = intent(paid);
    assertThat(intent.getStatus()).isEqualTo("succeeded");
    assertThat(intent.getMetadata()).containsOnlyKeys("tally_credits");
    var charge = intent.getLatestChargeObject();
    assertThat(charge.getPaymentMethodDetails().getCard().getFingerprint()).hasSize(16);
    assertThat(charge.getCustomer()).isEqualTo(customer);
    assertThat(shop.client.v1().customers().paymentMethods().list(customer).getData())
        .singleElement()
        .satisfies(card -> assertThat(card.getId()).isEqualTo(intent.getPaymentMethod()));
    var byPayment = SessionListParams.builder().setPaymentIntent(paid).build();
    assertThat(shop.client.v1().checkout().sessions().list(byPayment).getData()).hasSize(1);
  }

  @Test
  void aDeclinedCheckoutStaysOpenAndCanBePaid() throws StripeException {
    var session = shop.checkout(shop.customer()).getId();
    people.payCheckoutDeclined(session, "insufficient_funds");
    var open = shop.client.v1().checkout().sessions().retrieve(session);
    assertThat(open.getStatus()).isEqualTo("open");
    assertThat(intent(open.getPaymentIntent()).getStatus()).isEqualTo("requires_payment_method");

    assertThat(people.payCheckout(session)).isEqualTo(open.getPaymentIntent());
    assertThat(intent(open.getPaymentIntent()).getLastPaymentError()).isNull();
  }

  @Test
  void anAbandonedCheckoutCannotBePaid() throws StripeException {
    var session = shop.checkout(shop.customer()).getId();
    people.abandonCheckout(session);
    assertThat(shop.client.v1().checkout().sessions().retrieve(session).getStatus())
        .isEqualTo("expired");
    assertThatThrownBy(() -> people.payCheckout(session)).hasMessageContaining("expired");
  }

  @Test
  void aTopUpIsMadeThenConfirmedAndPaidOnce() throws StripeException {
    var customer = shop.customer();
    var card = people.attachCard(customer, "card-of-ada");
    var made = topUp(customer, card);
    assertThat(made.getStatus()).isEqualTo("requires_confirmation");
    assertThat(made.getLatestCharge()).isNull();

    var confirmed = shop.client.v1().paymentIntents().confirm(made.getId(), offSession());
    assertThat(confirmed.getStatus()).isEqualTo("succeeded");

    assertThatThrownBy(() -> shop.client.v1().paymentIntents().confirm(made.getId(), offSession()))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refusal -> {
              assertThat(refusal.getCode()).isEqualTo("payment_intent_unexpected_state");
              assertThat(refusal.getStripeError().getPaymentIntent().getStatus())
                  .isEqualTo("succeeded");
            });
  }

  @Test
  void aDeclineIsA402WithTheIntentInside() throws StripeException {
    var customer = shop.customer();
    var card = people.attachCard(customer, "card-of-ada");
    shop.stripe.faults().declineCards(customer, "insufficient_funds");
    var made = topUp(customer, card);
    assertThatThrownBy(() -> shop.client.v1().paymentIntents().confirm(made.getId(), offSession()))
        .isInstanceOfSatisfying(
            CardException.class,
            decline -> {
              assertThat(decline.getStatusCode()).isEqualTo(402);
              assertThat(decline.getCode()).isEqualTo("card_declined");
              assertThat(decline.getDeclineCode()).isEqualTo("insufficient_funds");
              assertThat(decline.getStripeError().getPaymentIntent().getStatus())
                  .isEqualTo("requires_payment_method");
            });
    var intent = intent(made.getId());
    assertThat(intent.getLatestChargeObject().getStatus()).isEqualTo("failed");
    assertThat(intent.getLastPaymentError().getDeclineCode()).isEqualTo("insufficient_funds");

    shop.stripe.faults().acceptCards();
    var again = PaymentIntentConfirmParams.builder().setPaymentMethod(card).build();
    assertThat(shop.client.v1().paymentIntents().confirm(made.getId(), again).getStatus())
        .isEqualTo("succeeded");
  }

  @Test
  void anIntentCanBeCancelledUntilItIsPaid() throws StripeException {
    var customer = shop.customer();
    var made = topUp(customer, people.attachCard(customer, "card-of-ada"));
    assertThat(shop.client.v1().paymentIntents().cancel(made.getId()).getStatus())
        .isEqualTo("canceled");
    assertThatThrownBy(() -> shop.client.v1().paymentIntents().confirm(made.getId(), offSession()))
        .hasMessageContaining("canceled");
  }

  @Test
  void refundsAddUpOnTheChargeUntilTheyFail() throws StripeException {
    var paid = paid();
    people.refund(paid, 300);
    var second = people.refundSlowly(paid, 200);
    assertThat(intent(paid).getLatestChargeObject().getAmountRefunded()).isEqualTo(500);
    people.failRefund(second);
    assertThat(intent(paid).getLatestChargeObject().getAmountRefunded()).isEqualTo(300);
    assertThat(shop.client.v1().refunds().retrieve(second).getStatus()).isEqualTo("failed");

    var rest = RefundCreateParams.builder().setPaymentIntent(paid).build();
    assertThat(shop.client.v1().refunds().create(rest).getAmount()).isEqualTo(700);
    assertThat(intent(paid).getLatestChargeObject().getRefunded()).isTrue();
    var ofPayment = RefundListParams.builder().setPaymentIntent(paid).build();
    assertThat(shop.client.v1().refunds().list(ofPayment).getData())
        .extracting(refund -> refund.getAmount())
        .containsExactly(700L, 200L, 300L);
    assertThatThrownBy(() -> shop.client.v1().refunds().create(rest))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo("charge_already_refunded"));
  }

  @Test
  void aDisputeIsOpenThenWonOrLost() throws StripeException {
    var paid = paid();
    var dispute = people.dispute(paid, 1000);
    assertThat(intent(paid).getLatestChargeObject().getDisputed()).isTrue();
    assertThatThrownBy(() -> people.refund(paid)).hasMessageContaining("charged back");
    people.winDispute(dispute);
    assertThat(shop.client.v1().disputes().retrieve(dispute).getStatus()).isEqualTo("won");

    var other = paid();
    people.loseDispute(people.dispute(other, 400));
    var ofPayment = DisputeListParams.builder().setPaymentIntent(other).build();
    assertThat(shop.client.v1().disputes().list(ofPayment).getData())
        .singleElement()
        .satisfies(it -> assertThat(it.getStatus()).isEqualTo("lost"));
  }
}
