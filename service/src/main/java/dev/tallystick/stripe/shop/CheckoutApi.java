package dev.tallystick.stripe.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.param.SubscriptionListParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.LineItem;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import com.stripe.param.checkout.SessionListParams;
import dev.tallystick.stripe.Pack;
import dev.tallystick.stripe.StripeApi;
import dev.tallystick.stripe.StripeJson;
import dev.tallystick.stripe.StripeRefused;
import dev.tallystick.stripe.SubscriptionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What is asked of Stripe to let somebody pay. Thread-safe.
final class CheckoutApi {
  /// By which clocks may differ.
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);

  private static final long PAGE_MAX = 100;

  // All who compare two have to agree on which of them is the last.
  private static final Comparator<JsonNode> LAST_FIRST =
      Comparator.<JsonNode, Instant>comparing(each -> StripeJson.requiredInstant(each, "created"))
          .thenComparing(each -> checkoutOf(each).orElse(""))
          .reversed();

  private final StripeApi stripe;

  CheckoutApi(StripeApi stripe) {
    this.stripe = stripe;
  }

  /// Stripe's page where somebody pays.
  ///
  /// @param url empty once nobody can pay there any more
  record Session(String id, Optional<String> url, Instant expiresAt) {
    static Session read(JsonNode json) {
      return new Session(
          StripeJson.requiredText(json, "id"),
          StripeJson.text(json, "url"),
          StripeJson.requiredInstant(json, "expires_at"));
    }

    /// Without the URL, which is for the user alone.
    @Override
    public String toString() {
      return "Session[%s]".formatted(id);
    }
  }

  /// Makes the session of a checkout. All that is sent comes from its row and the customer, so the
  /// key may come again.
  Session create(Checkout checkout, String customer) {
    var params =
        SessionCreateParams.builder()
            .setCustomer(customer)
            .setClientReferenceId(checkout.user().toString())
            .putMetadata(StripeApi.CHECKOUT, checkout.id().toString())
            .setSuccessUrl(checkout.successUrl().orElseThrow())
            .setCancelUrl(checkout.cancelUrl().orElseThrow());
    checkout.pack().ifPresent(pack -> sell(params, checkout, pack));
    checkout.price().ifPresent(price -> subscribe(params, checkout, price));
    var key = checkout.id() + "-" + customer;
    var made =
        stripe.json(api -> api.checkout().sessions().create(params.build(), StripeApi.once(key)));
    return Session.read(made);
  }

  // The card is kept, so that credits can be topped up later.
  private static void sell(SessionCreateParams.Builder params, Checkout checkout, Pack pack) {
    var product =
        LineItem.PriceData.ProductData.builder()
            .setName(pack.credits().toString() + " credits")
            .build();
    var price =
        LineItem.PriceData.builder()
            .setCurrency(pack.currency())
            .setUnitAmount(pack.amount())
            .setProductData(product)
            .build();
    params
        .setMode(SessionCreateParams.Mode.PAYMENT)
        .addLineItem(LineItem.builder().setPriceData(price).setQuantity(1L).build())
        .setPaymentIntentData(
            PaymentIntentData.builder()
                .putMetadata(StripeApi.USER, checkout.user().toString())
                .putMetadata(StripeApi.CREDITS, pack.credits().toString())
                .putMetadata(StripeApi.CHECKOUT, checkout.id().toString())
                .setSetupFutureUsage(PaymentIntentData.SetupFutureUsage.OFF_SESSION)
                .build());
  }

  private static void subscribe(
      SessionCreateParams.Builder params, Checkout checkout, String price) {
    params
        .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
        .addLineItem(LineItem.builder().setPrice(price).setQuantity(1L).build())
        .setSubscriptionData(
            SessionCreateParams.SubscriptionData.builder()
                .putMetadata(StripeApi.USER, checkout.user().toString())
                .build());
  }

  /// The session that was made for a checkout, in whatever state it is by now.
  Optional<Session> find(Checkout checkout, String customer) {
    var since = checkout.createdAt().minus(SKEW_MAX).getEpochSecond();
    var created = SessionListParams.Created.builder().setGte(since).build();
    return sessions(() -> SessionListParams.builder().setCustomer(customer).setCreated(created))
        .stream()
        .filter(each -> checkoutOf(each).equals(Optional.of(checkout.id().toString())))
        .findFirst()
        .map(Session::read);
  }

  private List<JsonNode> sessions(Supplier<SessionListParams.Builder> which) {
    return StripeApi.all(
        after -> {
          var params = which.get().setLimit(PAGE_MAX);
          after.ifPresent(params::setStartingAfter);
          return stripe.json(api -> api.checkout().sessions().list(params.build()));
        });
  }

  /// The id of the checkout of ours that a session was made for.
  private static Optional<String> checkoutOf(JsonNode session) {
    return StripeJson.text(session.path("metadata"), StripeApi.CHECKOUT);
  }

  /// Closes the pages where a customer could still pay a plan, but for the last that was made.
  void closePlansButLast(String customer) {
    sessions(
            () ->
                SessionListParams.builder()
                    .setCustomer(customer)
                    .setStatus(SessionListParams.Status.OPEN))
        .stream()
        .filter(each -> StripeJson.text(each, "mode").equals(Optional.of("subscription")))
        .filter(each -> checkoutOf(each).isPresent())
        .sorted(LAST_FIRST)
        .skip(1)
        .forEach(each -> close(StripeJson.requiredText(each, "id")));
  }

  /// Closes a page, unless somebody has paid there, or it is closed.
  void close(String session) {
    try {
      var _ = stripe.send(api -> api.checkout().sessions().expire(session));
    } catch (StripeRefused refused) {
      var now = stripe.json(api -> api.checkout().sessions().retrieve(session));
      if (StripeJson.text(now, "status").equals(Optional.of("open"))) throw refused;
    }
  }

  /// A subscription of a customer that runs, as Stripe has it now.
  Optional<String> running(String customer) {
    return StripeApi.all(
            after -> {
              var params =
                  SubscriptionListParams.builder().setCustomer(customer).setLimit(PAGE_MAX);
              after.ifPresent(params::setStartingAfter);
              return stripe.json(api -> api.subscriptions().list(params.build()));
            })
        .stream()
        .map(SubscriptionState::read)
        .filter(SubscriptionState::isRunning)
        .map(SubscriptionState::id)
        .findFirst();
  }

  /// A link to where a customer changes cards and subscriptions, good for a short while.
  String portal(String customer, String returnUrl) {
    var params =
        com.stripe.param.billingportal.SessionCreateParams.builder()
            .setCustomer(customer)
            .setReturnUrl(returnUrl)
            .build();
    var made = stripe.json(api -> api.billingPortal().sessions().create(params));
    return StripeJson.requiredText(made, "url");
  }
}
