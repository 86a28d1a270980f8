package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeSettingsTest {
  private static final Map<String, String> LEAST =
      Map.of(
          "TALLY_STRIPE_API_KEY", TestingStripe.API_KEY,
          "TALLY_STRIPE_WEBHOOK_SECRET", TestingStripe.WEBHOOK_SECRET);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TALLY_STRIPE_WEBHOOK_SECRET | ,
          TALLY_STRIPE_WEBHOOK_SECRET | ' , , '
          TALLY_STRIPE_PLANS          | price_1=5000,price_1=50
          TALLY_STRIPE_PLANS          | price_1=0
          TALLY_STRIPE_PACKS          | a=1000:1000:usd,a=10:1000:usd
          """)
  void refusesWhatCannotBeMeant(String variable, String text) {
    var environment = new HashMap<>(LEAST);
    environment.put(variable, text);
    assertThatThrownBy(() -> StripeSettings.of(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable)
        .hasMessageNotContainingAny(TestingStripe.API_KEY, TestingStripe.WEBHOOK_SECRET);
  }

  @Test
  void takesTwoSecretsWhileOneIsReplaced() {
    var environment = new HashMap<>(LEAST);
    environment.put("TALLY_STRIPE_WEBHOOK_SECRET", "whsec_a, whsec_b,");
    assertThat(StripeSettings.of(environment).orElseThrow().webhookSecrets())
        .isEqualTo(List.of("whsec_a", "whsec_b"));
  }
}
