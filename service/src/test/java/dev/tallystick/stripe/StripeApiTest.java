package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.simulator.Faults.Outage;
import dev.tallystick.simulator.StripeSimulator;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The one way to Stripe: never inside a transaction, and with two kinds of failure.
class StripeApiTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  private static final StripeSimulator simulator = stripe.simulator();

  private final StripeApi api =
      new StripeApi(StripeSettings.of(TestingStripe.environment(simulator)).orElseThrow());

  @Test
  void sendsNothingInsideATransaction() {
    var database = stripe.server().database();
    int before = simulator.calls().size();
    assertThatThrownBy(() -> database.useTransaction(_ -> api.customer("cus_1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Stripe is called inside a database transaction");
    assertThat(simulator.calls()).hasSize(before);
    // And outside again, on the same thread.
    assertThatThrownBy(() -> api.customer("cus_1")).isInstanceOf(StripeRefused.class);
    assertThat(simulator.calls()).hasSize(before + 1);
  }

  @Test
  void saysInStripesWordsWhyItRefuses() {
    assertThatThrownBy(() -> api.payment("pi_none"))
        .isInstanceOfSatisfying(
            StripeRefused.class,
            refused -> assertThat(refused.code()).isEqualTo(StripeRefused.MISSING))
        .hasMessageContaining("No such payment_intent: 'pi_none'");
  }

  @ParameterizedTest
  @EnumSource(Outage.class)
  void isOutOfReachInEveryWay(Outage outage) {
    simulator.faults().down(outage);
    try {
      assertThatThrownBy(() -> api.customer("cus_1")).isInstanceOf(StripeUnavailable.class);
    } finally {
      simulator.faults().up();
    }
  }

  @Test
  void isOutOfReachWhereTheKeyIsNotAccepted() {
    var environment = new HashMap<>(TestingStripe.environment(simulator));
    environment.put("TALLY_STRIPE_API_KEY", "sk_test_revoked");
    var locked = new StripeApi(StripeSettings.of(environment).orElseThrow());
    assertThatThrownBy(() -> locked.customer("cus_1"))
        .isInstanceOf(StripeUnavailable.class)
        .hasMessageContaining("TALLY_STRIPE_API_KEY")
        .hasMessageNotContaining("sk_test_revoked");
  }
}
