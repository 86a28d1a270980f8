package dev.tallystick.stripe;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.cli.TestingServe;
import dev.tallystick.http.TestingServer;
import dev.tallystick.postgres.Database;
import dev.tallystick.simulator.Settings;
import dev.tallystick.simulator.StripeSimulator;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, one of which dies.
class TakeOverTest {
  @TempDir private Path folder;

  /// It has fetched, and dies before it applies: with the event's alarm clock in its hand.
  @Test
  void anotherServerAppliesWhatAKilledOneHadBegun() throws Exception {
    var url = TestingServer.freshDatabase();
    var settings = Settings.of(TestingStripe.API_KEY, TestingStripe.WEBHOOK_SECRET, 7);
    try (var database = Database.open(url, 2);
        var gate = TestingGate.start();
        var simulator = StripeSimulator.start(settings, InstantSource.system())) {
      gate.leadTo(simulator.base());
      var variables = TestingStripe.environment(simulator);
      var key = TestingServe.newKey(database);
      simulator.deliveries().hold();
      var customer = simulator.people().createCustomer("ada@example.com", Map.of());
      try (var one = TestingServe.start(url, folder, key, through(gate, variables)).await()) {
        var held = gate.holdNext("/v1/customers/" + customer);
        simulator.sendWebhooksTo(TestingStripe.webhook(one.port()));
        simulator.deliveries().release();
        held.awaitGiven();
        one.kill();
        held.release();
      }
      assertThat(count(database, MIRRORED, customer)).isZero();
      assertThat(count(database, PICKED, Inbox.TASK)).isEqualTo(1);
      try (var _ = TestingServe.start(url, folder, key, variables).await()) {
        eventually("taken over", () -> count(database, MIRRORED, customer) == 1);
        eventually("put away", () -> count(database, TASKS, Inbox.TASK) == 0);
      }
    }
  }

  private static Map<String, String> through(TestingGate gate, Map<String, String> variables) {
    var changed = new HashMap<>(variables);
    changed.put("TALLY_STRIPE_API_BASE", gate.base());
    return changed;
  }

  private static final String MIRRORED =
      """
      SELECT count(*) FROM tally.stripe_customers WHERE id = :value
      """;

  private static final String PICKED =
      """
      SELECT count(*) FROM tally.scheduled_tasks WHERE task_name = :value AND picked
      """;

  private static final String TASKS =
      """
      SELECT count(*) FROM tally.scheduled_tasks WHERE task_name = :value
      """;

  private static long count(Database database, String sql, String value) {
    return database.inTransaction(tx -> tx.query(sql).bind("value", value).mapTo(Long.class).one());
  }
}
