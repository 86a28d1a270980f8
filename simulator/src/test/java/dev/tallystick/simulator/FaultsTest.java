package dev.tallystick.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.Webhook;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCreateParams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {
  private final Shop shop = new Shop();

  @AfterEach
  void close() {
    shop.close();
  }

  private PaymentIntent charge(String customer, String card, String key) throws StripeException {
    var params =
        PaymentIntentCreateParams.builder()
            .setAmount(500L)
            .setCurrency("usd")
            .setCustomer(customer)
            .setPaymentMethod(card)
            .setConfirm(true)
            .setOffSession(true)
            .build();
    return shop.client.v1().paymentIntents().create(params, Shop.key(key));
  }

  @Test
  void cardsAreDeclinedForOneCustomerOrForAll() throws StripeException {
    var people = shop.stripe.people();
    var ada = shop.customer();
    var adasCard = people.attachCard(ada, "a");
    var grace = shop.customer();
    var gracesCard = people.attachCard(grace, "g");
    shop.stripe.faults().declineCards(ada, "expired_card");
    assertThatThrownBy(() -> charge(ada, adasCard, "k1"))
        .isInstanceOfSatisfying(
            CardException.class,
            decline -> assertThat(decline.getCode()).isEqualTo("expired_card"));
    assertThat(charge(grace, gracesCard, "k2").getStatus()).isEqualTo("succeeded");
    shop.stripe.faults().declineCards("lost_card");
    assertThatThrownBy(() -> charge(grace, gracesCard, "k3")).isInstanceOf(CardException.class);
  }

  @Test
  void aDeclineIsKeptUnderItsKey() throws StripeException {
    var customer = shop.customer();
    var card = shop.stripe.people().attachCard(customer, "a");
    shop.stripe.faults().declineCards("card_declined");
    assertThatThrownBy(() -> charge(customer, card, "k1")).isInstanceOf(CardException.class);
    shop.stripe.faults().acceptCards();
    assertThatThrownBy(() -> charge(customer, card, "k1")).isInstanceOf(CardException.class);
    assertThat(shop.client.v1().paymentIntents().list().getData()).hasSize(1);
    assertThat(charge(customer, card, "k2").getStatus()).isEqualTo("succeeded");
  }

  @Test
  void anotherCustomersCardIsRefused() throws StripeException {
    var card = shop.stripe.people().attachCard(shop.customer(), "a");
    assertThatThrownBy(() -> charge(shop.customer(), card, "k1"))
        .hasMessageContaining("does not belong to the Customer");
  }

  @Test
  void aKeyIsTakenWhileItsRequestIsUnderWay() throws StripeException {
    shop.stripe.faults().slow(Duration.ofSeconds(2));
    var params = CustomerCreateParams.builder().setName("Ada").build();
    var first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return shop.client.v1().customers().create(params, Shop.key("k1")).getName();
              } catch (StripeException e) {
                return e.getMessage();
              }
            });
    // What is asked is done before its answer is kept back.
    while (shop.stripe.deliveries().events().isEmpty()) Thread.onSpinWait();
    assertThatThrownBy(() -> shop.client.v1().customers().create(params, Shop.key("k1")))
        .isInstanceOfSatisfying(
            StripeException.class, it -> assertThat(it.getStatusCode()).isEqualTo(409));
    assertThat(first.join()).isEqualTo("Ada");
  }

  @Test
  void eventsCanBeOfAnotherVersion() {
    shop.stripe.faults().eventVersion("2024-06-20");
    shop.customer();
    assertThat(shop.stripe.deliveries().events().getFirst().body())
        .contains("\"api_version\":\"2024-06-20\"");
  }

  @Test
  void requestsInAnotherVersionAreRefused() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(shop.stripe.base() + "/v1/customers"))
            .header("Authorization", "Bearer " + Shop.API_KEY)
            .header("Stripe-Version", "2024-06-20")
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains(World.API_VERSION);
    }
  }

  @Test
  void burstsCanBeSignedBeforeTheyAreSent() throws Exception {
    var customer = shop.customer();
    for (int i = 0; i < 50; i++) {
      shop.stripe.people().pay(customer, 100 + i, "usd", Map.of());
    }
    var deliveries = shop.stripe.deliveries();
    assertThat(deliveries.events()).hasSize(201);
    for (var event : deliveries.events()) {
      var signed = deliveries.sign(event);
      assertThat(
              Webhook.Signature.verifyHeader(
                  signed.body(), signed.signature(), Shop.WEBHOOK_SECRET, 0))
          .isTrue();
    }
  }
}
