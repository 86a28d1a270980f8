package dev.tallystick.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a demonstration sells, and how Tallystick is told of it.
final class Offer {
  static final String API_KEY = "sk_test_simulator";
  static final String WEBHOOK_SECRET = "whsec_simulator";
  static final String KEY_VARIABLE = "TALLY_STRIPE_API_KEY";
  static final String SECRET_VARIABLE = "TALLY_STRIPE_WEBHOOK_SECRET";
  static final String BASE_VARIABLE = "TALLY_STRIPE_API_BASE";
  private static final String PACKS = "starter=1000:1000:usd,big=12000:10000:usd";

  private Offer() {}

  /// Offers two plans, unless there are some already.
  ///
  /// @return the variables that let Tallystick use the simulator, without those that are secret
  static Map<String, String> make(StripeSimulator simulator) {
    if (simulator.recurringPrices().isEmpty()) {
      simulator.people().createPrice("Small plan", 1_000, "usd", "month");
      simulator.people().createPrice("Large plan", 4_000, "usd", "month");
    }
    var plans = simulator.recurringPrices();
    var variables = new LinkedHashMap<String, String>();
    variables.put(BASE_VARIABLE, simulator.base().toString());
    variables.put("TALLY_STRIPE_PACKS", PACKS);
    variables.put("TALLY_STRIPE_PLANS", plans.getFirst() + "=1200," + plans.getLast() + "=6000");
    return variables;
  }

  /// With the secrets that the environment has, or else well-known ones.
  static Settings settings(int port, long seed, Map<String, String> environment) {
    return Settings.of(
            environment.getOrDefault(KEY_VARIABLE, API_KEY),
            environment.getOrDefault(SECRET_VARIABLE, WEBHOOK_SECRET),
            seed)
        .withPort(port);
  }
}
