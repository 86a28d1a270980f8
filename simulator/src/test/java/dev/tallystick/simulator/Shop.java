package dev.tallystick.simulator;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import com.stripe.net.HttpHeaders;
import com.stripe.net.RequestOptions;
import com.stripe.param.checkout.SessionCreateParams;
import java.time.Instant;
import java.util.Map;

/// A simulator and the client of a shop that uses it.
final class Shop implements AutoCloseable {
  static final String API_KEY = "sk_test_simulator";
  static final String WEBHOOK_SECRET = "whsec_simulator";
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  final StripeSimulator stripe;
  final StripeClient client;

  Shop() {
    this(Settings.of(API_KEY, WEBHOOK_SECRET, 1));
  }

  Shop(Settings settings) {
    stripe = StripeSimulator.start(settings, () -> NOW);
    client = client(API_KEY);
  }

  StripeClient client(String apiKey) {
    return StripeClient.builder()
        .setApiKey(apiKey)
        .setApiBase(stripe.base().toString())
        .setMaxNetworkRetries(0)
        .build();
  }

  String customer() {
    return stripe.people().createCustomer("ada@example.org", Map.of("tally_user", "u1"));
  }

  /// A checkout of 1,000 credits for 10 dollars.
  Session checkout(String customer) throws StripeException {
    return client.v1().checkout().sessions().create(checkoutParams(customer));
  }

  static SessionCreateParams checkoutParams(String customer) {
    return SessionCreateParams.builder()
        .setMode(SessionCreateParams.Mode.PAYMENT)
        .setCustomer(customer)
        .setClientReferenceId("u1")
        .setSuccessUrl("https://shop.example/done")
        .setCancelUrl("https://shop.example/back")
        .putMetadata("place", "session")
        .setPaymentIntentData(
            SessionCreateParams.PaymentIntentData.builder()
                .putMetadata("tally_credits", "1000")
                .setSetupFutureUsage(
                    SessionCreateParams.PaymentIntentData.SetupFutureUsage.OFF_SESSION)
                .build())
        .addLineItem(
            SessionCreateParams.LineItem.builder()
                .setQuantity(1L)
                .setPriceData(
                    SessionCreateParams.LineItem.PriceData.builder()
                        .setCurrency("usd")
                        .setUnitAmount(1000L)
                        .setProductData(
                            SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                .setName("1,000 credits")
                                .build())
                        .build())
                .build())
        .build();
  }

  static RequestOptions key(String idempotencyKey) {
    return RequestOptions.builder().setIdempotencyKey(idempotencyKey).build();
  }

  static String header(HttpHeaders headers, String name) {
    return headers.firstValue(name).orElse("");
  }

  @Override
  public void close() {
    stripe.close();
  }
}
