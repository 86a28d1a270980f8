package dev.tallystick.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WebhooksTest {
  private final Shop shop = new Shop();
  private final Deliveries deliveries = shop.stripe.deliveries();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final HttpServer hook;
  private volatile int answer = 200;

  WebhooksTest() throws IOException {
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/hook",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
          received.add(verified(body, signature));
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
  }

  private static String verified(String body, String signature) {
    try {
      var clock =
          com.stripe.net.Webhook.Signature.verifyHeader(body, signature, Shop.WEBHOOK_SECRET, 0);
      assertThat(clock).isTrue();
      return Webhook.constructEvent(body, signature, Shop.WEBHOOK_SECRET, 1_000_000_000L).getType();
    } catch (SignatureVerificationException e) {
      return "refused: " + e.getMessage();
    }
  }

  @BeforeEach
  void start() {
    hook.start();
    shop.stripe.sendWebhooksTo(
        URI.create("http://127.0.0.1:" + hook.getAddress().getPort() + "/hook"));
  }

  @AfterEach
  void close() {
    shop.close();
    hook.stop(0);
  }

  @Test
  void aPurchaseIsToldOfInSignedEvents() throws StripeException {
    deliveries.parallel(1);
    shop.stripe.people().payCheckout(shop.checkout(shop.customer()).getId());
    deliveries.awaitIdle();
    assertThat(received)
        .containsExactly(
            "customer.created",
            "payment_intent.created",
            "payment_method.attached",
            "charge.succeeded",
            "payment_intent.succeeded",
            "charge.updated",
            "checkout.session.completed");
    assertThat(deliveries.undelivered()).isEmpty();
    assertThat(shop.client.v1().events().list().getData())
        .hasSize(7)
        .allSatisfy(event -> assertThat(event.getPendingWebhooks()).isZero());
  }

  @Test
  void whatIsDroppedComesWhenItIsRedelivered() {
    deliveries.drop(100);
    shop.customer();
    deliveries.awaitIdle();
    assertThat(received).isEmpty();
    assertThat(deliveries.undelivered()).hasSize(1);
    deliveries.redeliver();
    deliveries.awaitIdle();
    assertThat(received).containsExactly("customer.created");
    assertThat(deliveries.undelivered()).isEmpty();
  }

  @Test
  void everyEventCanArriveTwice() {
    deliveries.duplicate(100);
    shop.customer();
    deliveries.awaitIdle();
    assertThat(received).containsExactly("customer.created", "customer.created");
  }

  @Test
  void eventsAreHeldAndReleasedInAnotherOrder() {
    deliveries.hold();
    deliveries.parallel(1);
    deliveries.reorder(true);
    var customer = shop.customer();
    for (int i = 0; i < 5; i++) shop.stripe.people().attachCard(customer, "card" + i);
    deliveries.awaitIdle();
    assertThat(received).isEmpty();
    deliveries.release();
    deliveries.awaitIdle();
    assertThat(received).hasSize(6);
    assertThat(received.getFirst()).isNotEqualTo("customer.created");
  }

  @Test
  void whatIsRefusedIsSentAgainIfAsked() {
    answer = 503;
    shop.customer();
    deliveries.awaitIdle();
    assertThat(received).hasSize(1);
    assertThat(deliveries.undelivered()).hasSize(1);
    deliveries.retry(2);
    deliveries.redeliver();
    deliveries.awaitIdle();
    assertThat(received).hasSize(4);
    answer = 200;
    deliveries.redeliver();
    deliveries.awaitIdle();
    assertThat(deliveries.undelivered()).isEmpty();
  }
}
