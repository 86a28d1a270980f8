package dev.tallystick.stripe.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// URLs that let in whoever has them are not written out by accident.
class ShownUrlsTest {
  private static final String URL = "https://billing.stripe.com/p/session/test_abc";

  @Test
  void areLeftOutOfTexts() {
    var session = new CheckoutApi.Session("cs_1", Optional.of(URL), Instant.EPOCH);
    var checkout =
        new Checkout(
            new UUID(1, 1),
            new UUID(1, 2),
            "o",
            Optional.empty(),
            Optional.of("price_1"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("cs_1"),
            Optional.of(URL),
            Instant.EPOCH,
            Optional.empty());
    assertThat(new Portal.Entry.Link(URL).toString()).doesNotContain(URL);
    assertThat(session.toString()).contains("cs_1").doesNotContain(URL);
    assertThat(checkout.toString()).contains(checkout.id().toString()).doesNotContain(URL);
    assertThat(new Offering.Offered(checkout, false).toString()).doesNotContain(URL);
  }
}
