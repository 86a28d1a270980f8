package dev.tallystick.stripe;

import dev.tallystick.http.TestingClock;
import dev.tallystick.http.TestingServer;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.simulator.Settings;
import dev.tallystick.simulator.StripeSimulator;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A simulated Stripe and a service that knows it, with one clock; webhooks go from the one to the
/// other. Registered as an extension, both stop after the class's last test.
public final class TestingStripe implements AutoCloseable, AfterAllCallback {
  public static final String API_KEY = "sk_test_tallystick";
  public static final String WEBHOOK_SECRET = "whsec_tallystick";

  private final StripeSimulator simulator;
  private final TestingServer server;

  private TestingStripe(long seed, Function<StripeSimulator, Map<String, String>> variables) {
    var clock = new TestingClock();
    this.simulator = StripeSimulator.start(Settings.of(API_KEY, WEBHOOK_SECRET, seed), clock);
    var environment = new HashMap<>(environment(simulator));
    environment.putAll(variables.apply(simulator));
    this.server = TestingServer.start(clock, environment);
    simulator.sendWebhooksTo(webhook(server.port()));
  }

  /// With the pack `starter` of 1000 credits for 10.00 USD, and `big` of 12000 for 100.00 USD.
  public static TestingStripe start() {
    return start(Map.of());
  }

  /// The same, told something else by its environment.
  public static TestingStripe start(Map<String, String> variables) {
    return startWith(_ -> variables);
  }

  /// The same, told something that depends on what is at Stripe, such as prices.
  public static TestingStripe startWith(Function<StripeSimulator, Map<String, String>> variables) {
    return start(1, variables);
  }

  /// One whose Stripe makes other ids.
  static TestingStripe start(long seed, Function<StripeSimulator, Map<String, String>> variables) {
    return new TestingStripe(seed, variables);
  }

  /// What a service has to be told to know a simulator.
  public static Map<String, String> environment(StripeSimulator simulator) {
    return Map.of(
        "TALLY_STRIPE_API_KEY",
        API_KEY,
        "TALLY_STRIPE_WEBHOOK_SECRET",
        WEBHOOK_SECRET,
        "TALLY_STRIPE_API_BASE",
        simulator.base().toString(),
        "TALLY_STRIPE_PACKS",
        "starter=1000:1000:usd,big=12000:10000:usd",
        "TALLY_STRIPE_REQUESTS_PER_SECOND",
        "10000");
  }

  /// Where a service on this port takes webhooks.
  public static URI webhook(int port) {
    return URI.create("http://127.0.0.1:%d/v1/stripe/webhook".formatted(port));
  }

  public StripeSimulator simulator() {
    return simulator;
  }

  public TestingServer server() {
    return server;
  }

  /// A new user.
  public UUID user() {
    return server.user();
  }

  private static final String NO_NIGHTS =
      """
      DELETE FROM tally.scheduled_tasks WHERE task_name = 'reconcile with stripe'
      """;

  /// From here on the server does not reconcile each night: a clock that jumps over one would have
  /// it in the way of a test that reconciles, and repair what it looks for.
  public void withoutNights() {
    server.run(NO_NIGHTS);
  }

  /// Waits until every webhook was taken, and every event that was stored is settled.
  public void awaitApplied() {
    simulator.deliveries().awaitIdle();
    Eventually.eventually("every event is applied", () -> waiting().isEmpty());
  }

  private static final String WAITING =
      """
      SELECT id FROM tally.stripe_events WHERE status = 'waiting'
      """;

  private List<String> waiting() {
    return server.database().inTransaction(tx -> tx.query(WAITING).mapTo(String.class).list());
  }

  @Override
  public void close() {
    simulator.close();
    server.close();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }
}
