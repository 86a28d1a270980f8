package dev.tallystick.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeepingTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aSimulatorGoesOnWhereAnotherEnded() throws IOException, StripeException {
    var file = folder.resolve("kept.json");
    String customer;
    String session;
    String price;
    int events;
    try (var before = new Shop()) {
      customer = before.customer();
      session = before.checkout(customer).getId();
      price = before.stripe.people().createPrice(1000, "usd", "month");
      before.stripe.people().subscribe(customer, price);
      events = before.stripe.deliveries().events().size();
      before.stripe.save(file);
    }
    try (var after = new Shop(Settings.of(Shop.API_KEY, Shop.WEBHOOK_SECRET, 99))) {
      after.stripe.goOn(file);
      assertThat(after.stripe.deliveries().undelivered()).hasSize(events);
      var paid = after.stripe.people().payCheckout(session);
      var intent = after.client.v1().paymentIntents().retrieve(paid);
      assertThat(intent.getMetadata()).containsEntry("tally_credits", "1000");
      assertThat(after.customer()).isNotEqualTo(customer);
      assertThat(after.stripe.recurringPrices()).containsExactly(price);
      var ids = after.stripe.deliveries().events().stream().map(Event::id).toList();
      assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(events);
    }
  }

  @Test
  void whatIsKeptForLaterIsInNoAnswer() throws StripeException {
    try (var shop = new Shop()) {
      var session = shop.checkout(shop.customer());
      assertThat(session.getLastResponse().body()).doesNotContain("_order");
    }
  }
}
