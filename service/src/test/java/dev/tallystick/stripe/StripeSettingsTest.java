package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What cannot be meant is said when the server starts.
final class StripeSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TALLY_STRIPE_WEBHOOK_SECRET | ,                             | holds no secret
          TALLY_STRIPE_PLANS          | price_1=5000,price_1=50       | names price_1 twice
          TALLY_STRIPE_PLANS          | price_1=1e100000000           | must be prices
          TALLY_STRIPE_PACKS          | a=10:1000:usd,a=20:2000:usd   | names a twice
          """)
  void refusesWhatCannotBeMeant(String name, String value, String sentence) {
    var environment =
        new HashMap<>(
            Map.of("TALLY_STRIPE_API_KEY", "sk_test", "TALLY_STRIPE_WEBHOOK_SECRET", "whsec_test"));
    environment.put(name, value);
    assertThatThrownBy(() -> StripeSettings.of(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(name, sentence);
  }
}
