package dev.tallystick.stripe.topup;

import com.stripe.exception.CardException;
import com.stripe.param.CustomerPaymentMethodListParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.AutomaticPaymentMethods;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.StripeJson;
import dev.tallystick.stripe.StripeRefused;
import java.util.Objects;
import java.util.Optional;

/// What is asked of Stripe to pay a top-up. As with [StripeApi], nothing of it inside a database
/// transaction.
final class TopUpApi {
  private final StripeApi stripe;

  TopUpApi(StripeApi stripe) {
    this.stripe = stripe;
  }

  /// What a customer pays with when nobody asks: the default, or else the newest card.
  Optional<String> paymentMethod(String customer) {
    var state = stripe.customer(customer);
    if (state.isDeleted()) return Optional.empty();
    if (state.defaultPaymentMethod().isPresent()) return state.defaultPaymentMethod();
    var newest =
        CustomerPaymentMethodListParams.builder()
            .setType(CustomerPaymentMethodListParams.Type.CARD)
            .setLimit(1L)
            .build();
    var list = stripe.json(it -> it.customers().paymentMethods().list(customer, newest));
    return StripeJson.id(list.path("data").path(0));
  }

  /// Makes the payment intent, which takes no money before it is confirmed.
  ///
  /// @return its id
  String make(TopUp topUp, TopUp.Order order, String customer) {
    var params =
        PaymentIntentCreateParams.builder()
            .setCustomer(customer)
            .setAmount(order.amount())
            .setCurrency(order.currency())
            .setDescription("%s credits".formatted(order.credits()))
            // The customer is not there to be sent to a bank's page.
            .setAutomaticPaymentMethods(
                AutomaticPaymentMethods.builder()
                    .setEnabled(true)
                    .setAllowRedirects(AutomaticPaymentMethods.AllowRedirects.NEVER)
                    .build())
            .putMetadata(StripeApi.USER, topUp.userId().toString())
            .putMetadata(StripeApi.CREDITS, order.credits().toString())
            .putMetadata(StripeApi.TOP_UP, topUp.id().toString())
            .build();
    var once = StripeApi.once(topUp.id().toString());
    return stripe.send(it -> it.paymentIntents().create(params, once)).getId();
  }

  /// Takes the money.
  ///
  /// @return the status of the payment intent
  String confirm(TopUp topUp, String payment, String method) {
    var params =
        PaymentIntentConfirmParams.builder().setPaymentMethod(method).setOffSession(true).build();
    // Another attempt is another request: Stripe would repeat what it said to the one before.
    var once = StripeApi.once("%s:confirm:%d".formatted(topUp.id(), topUp.attempts()));
    return stripe.send(it -> it.paymentIntents().confirm(payment, params, once)).getStatus();
  }

  /// Makes sure that a payment intent is never paid.
  void cancel(String payment) {
    var _ = stripe.send(it -> it.paymentIntents().cancel(payment));
  }

  /// Why the bank refused, if it was the bank.
  static Optional<String> declineOf(StripeRefused refused) {
    return refused.getCause() instanceof CardException card
        ? Optional.of(Objects.requireNonNullElse(card.getDeclineCode(), refused.code()))
        : Optional.empty();
  }
}
