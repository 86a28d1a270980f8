package dev.tallystick.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.CustomerListParams;
import com.stripe.param.CustomerSearchParams;
import com.stripe.param.CustomerUpdateParams;
import com.stripe.param.PaymentIntentListParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ApiTest {
  private final Shop shop = new Shop();

  @AfterEach
  void close() {
    shop.close();
  }

  private static CustomerCreateParams named(String name) {
    return CustomerCreateParams.builder().setName(name).putMetadata("tally_user", name).build();
  }

  private Customer create(String name) throws StripeException {
    return shop.client.v1().customers().create(named(name));
  }

  private List<String> names(CustomerListParams params) throws StripeException {
    return shop.client.v1().customers().list(params).getData().stream()
        .map(Customer::getName)
        .toList();
  }

  @Test
  void aCustomerIsMadeChangedAndFound() throws StripeException {
    var made = create("Ada");
    var change = CustomerUpdateParams.builder().setEmail("ada@example.org").build();
    shop.client.v1().customers().update(made.getId(), change);
    var found = shop.client.v1().customers().retrieve(made.getId());
    assertThat(found.getEmail()).isEqualTo("ada@example.org");
    assertThat(found.getCreated()).isEqualTo(Shop.NOW.getEpochSecond());
    assertThat(found.getLastResponse().requestId()).startsWith("req_");
    assertThat(shop.stripe.deliveries().events().getLast().body())
        .contains("\"type\":\"customer.updated\"")
        .contains("\"previous_attributes\":{\"email\":null}");
  }

  @Test
  void theSearchFindsByMetadataAndLagsWhenAsked() throws StripeException {
    var ada = create("Ada");
    shop.stripe.faults().searchLags(true);
    create("Grace");
    var query = "metadata['tally_user']:'%s'";
    var forAda = CustomerSearchParams.builder().setQuery(query.formatted("Ada")).build();
    var forGrace = CustomerSearchParams.builder().setQuery(query.formatted("Grace")).build();
    assertThat(shop.client.v1().customers().search(forAda).getData())
        .singleElement()
        .satisfies(it -> assertThat(it.getId()).isEqualTo(ada.getId()));
    assertThat(shop.client.v1().customers().search(forGrace).getData()).isEmpty();
    shop.stripe.faults().searchLags(false);
    assertThat(shop.client.v1().customers().search(forGrace).getData()).hasSize(1);
  }

  @Test
  void listsArePagedForwardsAndBackwards() throws StripeException {
    var made = new ArrayList<String>();
    for (int i = 0; i < 5; i++) made.add(create("c" + i).getId());
    var first = CustomerListParams.builder().setLimit(2L);
    assertThat(names(first.build())).containsExactly("c4", "c3");
    assertThat(names(first.setStartingAfter(made.get(3)).build())).containsExactly("c2", "c1");
    var back = CustomerListParams.builder().setLimit(2L).setEndingBefore(made.get(1));
    assertThat(names(back.build())).containsExactly("c3", "c2");
    assertThat(shop.client.v1().customers().list(back.build()).getHasMore()).isTrue();

    var all = new ArrayList<String>();
    var paged = CustomerListParams.builder().setLimit(2L).build();
    shop.client.v1().customers().list(paged).autoPagingIterable().forEach(c -> all.add(c.getId()));
    assertThat(all).containsExactlyElementsOf(made.reversed());

    long now = Shop.NOW.getEpochSecond();
    var since = CustomerListParams.Created.builder().setGte(now).build();
    assertThat(names(CustomerListParams.builder().setCreated(since).build())).hasSize(5);
    var after = CustomerListParams.Created.builder().setGt(now).build();
    assertThat(names(CustomerListParams.builder().setCreated(after).build())).isEmpty();
    assertThatThrownBy(() -> names(CustomerListParams.builder().setLimit(101L).build()))
        .hasMessageContaining("limit");
  }

  @Test
  void objectsAreExpandedDownToListsOfThem() throws StripeException {
    var customer = shop.customer();
    shop.stripe.people().pay(customer, 500, "usd", Map.of());
    var params =
        PaymentIntentListParams.builder()
            .addExpand("data.latest_charge.customer")
            .addExpand("data.payment_method")
            .build();
    var intent = shop.client.v1().paymentIntents().list(params).getData().getFirst();
    assertThat(intent.getLatestChargeObject().getCustomerObject().getId()).isEqualTo(customer);
    assertThat(intent.getPaymentMethodObject().getCard().getLast4()).matches("\\d{4}");
    var wrong = PaymentIntentListParams.builder().addExpand("data.amount").build();
    assertThatThrownBy(() -> shop.client.v1().paymentIntents().list(wrong))
        .hasMessageContaining("cannot be expanded");
  }

  @Test
  void whatItDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> shop.client.v1().customers().retrieve("cus_unknown"))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refusal -> {
              assertThat(refusal.getStatusCode()).isEqualTo(404);
              assertThat(refusal.getCode()).isEqualTo("resource_missing");
            });
    assertThatThrownBy(
            () ->
                shop.client
                    .v1()
                    .customers()
                    .create(CustomerCreateParams.builder().setNextInvoiceSequence(7L).build()))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refusal -> assertThat(refusal.getCode()).isEqualTo("parameter_unknown"));
    assertThatThrownBy(() -> shop.client.v1().coupons().list())
        .hasMessageContaining("Unrecognized request URL");
    assertThatThrownBy(() -> shop.client("sk_test_other").v1().customers().list())
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void aKeyGivesTheSameAnswerForADayAndBelongsToOneRequest() throws StripeException {
    var first = shop.client.v1().customers().create(named("Ada"), Shop.key("k1"));
    var second = shop.client.v1().customers().create(named("Ada"), Shop.key("k1"));
    assertThat(second.getId()).isEqualTo(first.getId());
    assertThat(Shop.header(second.getLastResponse().headers(), "Idempotent-Replayed"))
        .isEqualTo("true");
    assertThatThrownBy(() -> shop.client.v1().customers().create(named("Bob"), Shop.key("k1")))
        .isInstanceOf(IdempotencyException.class);
    assertThat(shop.stripe.calls()).extracting(Call::status).containsExactly(200, 200, 400);
  }

  @Test
  void aLostAnswerIsGivenAgainForItsKey() throws StripeException {
    shop.stripe.faults().cutAfter(1);
    assertThatThrownBy(() -> shop.client.v1().customers().create(named("Ada"), Shop.key("k1")))
        .isInstanceOf(ApiConnectionException.class);
    shop.client.v1().customers().create(named("Ada"), Shop.key("k1"));
    assertThat(names(CustomerListParams.builder().build())).containsExactly("Ada");

    shop.stripe.faults().cutBefore("POST", "/v1/customers", 1);
    assertThatThrownBy(() -> shop.client.v1().customers().create(named("Bob"), Shop.key("k2")))
        .isInstanceOf(ApiConnectionException.class);
    assertThat(names(CustomerListParams.builder().build())).containsExactly("Ada");
  }

  @Test
  void itCanBeOutOfReach() throws StripeException {
    shop.stripe.faults().down();
    assertThatThrownBy(() -> create("Ada")).isInstanceOf(ApiConnectionException.class);
    shop.stripe.faults().down(Faults.Outage.UNAVAILABLE);
    assertThatThrownBy(() -> create("Ada"))
        .isInstanceOfSatisfying(
            ApiException.class, it -> assertThat(it.getStatusCode()).isEqualTo(503));
    shop.stripe.faults().up();
    assertThat(create("Ada").getName()).isEqualTo("Ada");
  }

  @Test
  void itLimitsHowOftenItIsAsked() throws StripeException {
    shop.stripe.faults().answer429(1);
    assertThatThrownBy(() -> create("Ada")).isInstanceOf(RateLimitException.class);
    create("Ada");
    try (var busy =
        new Shop(Settings.of(Shop.API_KEY, Shop.WEBHOOK_SECRET, 1).withRequestsPerSecond(3))) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 30; i++) busy.client.v1().customers().list();
              })
          .isInstanceOf(RateLimitException.class);
    }
  }

  @Test
  void theSameSeedMakesTheSameStory() throws StripeException {
    try (var again = new Shop();
        var other = new Shop(Settings.of(Shop.API_KEY, Shop.WEBHOOK_SECRET, 2))) {
      assertThat(story(again)).isEqualTo(story(shop)).isNotEqualTo(story(other));
    }
  }

  private static List<String> story(Shop shop) throws StripeException {
    var paid = shop.stripe.people().payCheckout(shop.checkout(shop.customer()).getId());
    shop.stripe.people().refund(paid, 100);
    return shop.stripe.deliveries().events().stream()
        .map(event -> event.id() + event.type() + event.objectId())
        .toList();
  }
}
