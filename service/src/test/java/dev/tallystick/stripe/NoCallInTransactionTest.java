package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.param.PaymentIntentListParams;
import dev.tallystick.TestingDatabase;
import dev.tallystick.postgres.Database;
import dev.tallystick.simulator.Settings;
import dev.tallystick.simulator.StripeSimulator;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Nothing is asked of Stripe while a database transaction is open: locks would be held for as long
/// as Stripe likes.
final class NoCallInTransactionTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 2);
  private static final StripeSimulator SIMULATOR =
      StripeSimulator.start(
          Settings.of(TestingStripe.API_KEY, TestingStripe.WEBHOOK_SECRET, 1),
          InstantSource.system());

  private final StripeApi stripe =
      new StripeApi(StripeSettings.of(TestingStripe.environment(SIMULATOR)).orElseThrow());

  @AfterAll
  static void close() {
    SIMULATOR.close();
    DATABASE.close();
  }

  private int payments() {
    var params = PaymentIntentListParams.builder().build();
    return StripeApi.elements(stripe.json(it -> it.paymentIntents().list(params))).size();
  }

  @Test
  void aRequestWithinATransactionIsRefusedBeforeItIsSent() {
    assertThat(payments()).isZero();
    int before = SIMULATOR.calls().size();
    assertThatThrownBy(() -> DATABASE.inTransaction(_ -> payments()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("transaction");
    assertThat(SIMULATOR.calls()).hasSize(before);
    assertThat(payments()).isZero();
  }
}
