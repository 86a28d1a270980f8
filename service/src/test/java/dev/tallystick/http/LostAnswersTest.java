package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.simulator.Faults.Outage;
import dev.tallystick.stripe.TestingStripe;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Stripe's answers are lost, or it gives none: nothing is paid twice, and all is paid in the end.
class LostAnswersTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(stripe.server());

  private static final TestingTopUps topUps = new TestingTopUps(stripe);

  @AfterEach
  void itIsUp() {
    stripe.simulator().faults().up();
    stripe.simulator().deliveries().release();
  }

  private static void paidInTheEnd(UUID user) {
    topUps.awaitTried(user);
    stripe.simulator().faults().up();
    stripe.server().clock().set(stripe.server().clock().in(Duration.ofMinutes(11)));
    topUps.await(user, "paid");
    assertThat(topUps.payments(user)).containsExactly("succeeded 1000 usd");
    assertThat(topUps.grants(user)).containsExactly("1000");
    assertThat(topUps.alerts(user)).containsExactly("top_up_paid");
  }

  @ParameterizedTest
  @CsvSource({
    "false, GET,  /v1/customers/",
    "false, POST, /v1/payment_intents",
    "true,  POST, /v1/payment_intents",
    "false, POST, /v1/payment_intents/",
    "true,  POST, /v1/payment_intents/",
  })
  void whateverIsLostIsPaidOnce(boolean isCarriedOut, String method, String path) {
    var user = topUps.payer("501").id();
    var faults = stripe.simulator().faults();
    // Without them the webhook would tell what the lost answer did not.
    stripe.simulator().deliveries().hold();
    if (isCarriedOut) {
      faults.cutAfter(method, path, 1);
    } else {
      faults.cutBefore(method, path, 1);
    }
    topUps.enable(user, "500", "starter", 5_000);
    topUps.call(user);
    topUps.awaitTried(user);
    stripe.simulator().deliveries().release();
    paidInTheEnd(user);
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void whileStripeIsDownAllElseWorks(Outage outage) {
    var user = topUps.payer("501").id();
    stripe.simulator().faults().down(outage);
    topUps.enable(user, "500", "starter", 5_000);
    topUps.call(user);
    topUps.awaitTried(user);
    topUps.call(user);
    assertThat(topUps.standing(user).at("enabled")).isEqualTo("true");
    paidInTheEnd(user);
  }

  @Test
  void theWebhookAloneSettlesIt() {
    var user = topUps.payer("501").id();
    stripe.simulator().faults().cutAfter("POST", "/v1/payment_intents/", 1);
    topUps.enable(user, "500", "starter", 5_000);
    topUps.call(user);
    // The clock stands still, so nobody asks again.
    topUps.await(user, "paid");
    assertThat(topUps.payments(user)).containsExactly("succeeded 1000 usd");
    assertThat(topUps.grants(user)).containsExactly("1000");
  }

  @Test
  void aPaymentThatIsMadeOfNothingLeftToPayIsCanceled() {
    var user = topUps.payer("501").id();
    stripe.simulator().faults().cutBefore("POST", "/v1/payment_intents/", 1);
    topUps.enable(user, "500", "starter", 5_000);
    topUps.call(user);
    topUps.awaitTried(user);
    stripe.server().grant(user, "gift", "1000");
    stripe.server().clock().set(stripe.server().clock().in(Duration.ofMinutes(11)));
    topUps.await(user, "recovered");
    eventually("it is canceled", () -> topUps.payments(user).contains("canceled 0 usd"));
    assertThat(topUps.grants(user)).isEmpty();
  }

  @Test
  void whatWasPaidUnheardIsNotCanceled() {
    var user = topUps.payer("501").id();
    stripe.simulator().deliveries().hold();
    stripe.simulator().faults().cutAfter("POST", "/v1/payment_intents/", 1);
    topUps.enable(user, "500", "starter", 5_000);
    topUps.call(user);
    topUps.awaitTried(user);
    topUps.set(user, "{\"enabled\": false}").expect(200);
    topUps.await(user, "paid");
    stripe.simulator().deliveries().release();
    assertThat(topUps.payments(user)).containsExactly("succeeded 1000 usd");
    assertThat(topUps.grants(user)).containsExactly("1000");
  }
}
