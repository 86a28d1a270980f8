package dev.tallystick.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.billingportal.SessionCreateParams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the pages' buttons do; what they look like is for eyes.
final class PagesTest {
  private final Shop shop = new Shop();
  private final HttpClient browser = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    browser.close();
    shop.close();
  }

  private String get(String url) throws IOException, InterruptedException {
    return browser
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private HttpResponse<String> press(String url, String form, String origin)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Origin", origin)
            .POST(BodyPublishers.ofString(form))
            .build();
    return browser.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> press(String url, String form)
      throws IOException, InterruptedException {
    return press(url, form, shop.stripe.base().toString());
  }

  private PaymentIntent payment() throws StripeException {
    var params = PaymentIntentListParams.builder().addExpand("data.latest_charge").build();
    return shop.client.v1().paymentIntents().list(params).getData().getFirst();
  }

  @Test
  void aCheckoutIsPaidOnItsPageAfterACardWasDeclined() throws Exception {
    var url = shop.checkout(shop.customer()).getUrl();
    assertThat(get(url)).contains("1,000 credits", "$10.00", "ada@example.org");
    assertThat(press(url, "do=decline").body()).contains("Your card was declined.");
    assertThat(payment().getStatus()).isEqualTo("requires_payment_method");
    var paid = press(url, "do=pay");
    assertThat(paid.statusCode()).isEqualTo(303);
    assertThat(paid.headers().firstValue("Location")).contains("https://shop.example/done");
    assertThat(payment().getStatus()).isEqualTo("succeeded");
    assertThat(get(url)).contains("This is paid");
  }

  @Test
  void anotherSiteCannotPressTheButtons() throws Exception {
    var url = shop.checkout(shop.customer()).getUrl();
    assertThat(press(url, "do=pay", "https://elsewhere.example").statusCode()).isEqualTo(400);
    assertThat(shop.client.v1().paymentIntents().list().getData()).isEmpty();
  }

  @Test
  void theDashboardRefundsAndDisputes() throws Exception {
    var base = shop.stripe.base() + "/";
    shop.stripe.people().payCheckout(shop.checkout(shop.customer()).getId());
    var id = payment().getId();
    press(base, "do=refund&amount=2.50&payment=" + id);
    assertThat(payment().getLatestChargeObject().getAmountRefunded()).isEqualTo(250);
    assertThat(get(base)).contains("Partly refunded");
    assertThat(press(base, "do=refund&amount=99&payment=" + id).statusCode()).isEqualTo(400);
    press(base, "do=dispute&payment=" + id);
    var dispute = shop.client.v1().disputes().list().getData().getFirst();
    assertThat(get(base)).contains("Disputed");
    press(base, "do=win&dispute=" + dispute.getId());
    assertThat(get(base)).contains("Dispute won");
  }

  @Test
  void theDashboardSetsTheSwitches() throws Exception {
    var base = shop.stripe.base() + "/";
    press(base, "do=webhooks&duplicate=20&drop=30&reorder=true&hold=true");
    assertThat(get(base))
        .contains("value=\"20\"", "value=\"30\"")
        .containsPattern("hold[^>]*checked");
    press(base, "do=faults&down=true");
    assertThat(get(shop.stripe.base() + "/v1/customers")).contains("api_error");
    press(base, "do=faults");
    assertThat(get(shop.stripe.base() + "/v1/customers")).contains("API key");
  }

  @Test
  void thePortalChangesPlanAndCards() throws Exception {
    var people = shop.stripe.people();
    var customer = shop.customer();
    var small = people.createPrice("Small", 1000, "usd", "month");
    var large = people.createPrice("Large", 4000, "usd", "month");
    var subscription = people.subscribe(customer, small);
    var url =
        shop.client
            .v1()
            .billingPortal()
            .sessions()
            .create(
                SessionCreateParams.builder()
                    .setCustomer(customer)
                    .setReturnUrl("https://shop.example/back")
                    .build())
            .getUrl();
    assertThat(get(url)).contains("Small, $10.00 per month", "https://shop.example/back");
    press(url, "do=change&price=" + large + "&subscription=" + subscription);
    assertThat(get(url)).contains("Large, $40.00 per month");
    press(url, "do=cancel&subscription=" + subscription);
    assertThat(shop.client.v1().subscriptions().retrieve(subscription).getCancelAtPeriodEnd())
        .isTrue();
    press(url, "do=add-card");
    var cards = shop.client.v1().customers().paymentMethods().list(customer).getData();
    assertThat(cards).hasSize(2);
    assertThat(
            shop.client
                .v1()
                .customers()
                .retrieve(customer)
                .getInvoiceSettings()
                .getDefaultPaymentMethod())
        .isEqualTo(cards.getFirst().getId());
    press(url, "do=remove-card&card=" + cards.getFirst().getId());
    assertThat(shop.client.v1().customers().paymentMethods().list(customer).getData()).hasSize(1);

    var other =
        people.subscribe(people.createCustomer("eve@example.org", java.util.Map.of()), small);
    assertThat(press(url, "do=cancel&subscription=" + other).statusCode()).isEqualTo(404);
  }
}
