package dev.tallystick.bench;

import dev.tallystick.postgres.Database;
import dev.tallystick.simulator.Deliveries.Signed;
import dev.tallystick.simulator.Settings;
import dev.tallystick.simulator.StripeSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A simulated Stripe, in this process, and the events of what was bought there.
final class StripeEvents implements AutoCloseable {
  private static final String KEY = "sk_test_bench";
  private static final String SECRET = "whsec_bench";
  private static final String PATH = "/v1/stripe/webhook";
  private static final int REQUESTS_PER_SECOND = 10_000;
  private static final int OK = 200;

  private final StripeSimulator simulator;
  private final Supplier<UUID> ids;
  private final Map<UUID, String> customers = new HashMap<>();

  StripeEvents(Supplier<UUID> ids) {
    this.ids = ids;
    this.simulator = StripeSimulator.start(Settings.of(KEY, SECRET, 1), InstantSource.system());
    simulator.deliveries().hold();
  }

  /// What a server has to be told to know it. Stripe itself allows a hundredth of these requests.
  Map<String, String> environment() {
    return Map.of(
        "TALLY_STRIPE_API_KEY",
        KEY,
        "TALLY_STRIPE_WEBHOOK_SECRET",
        SECRET,
        "TALLY_STRIPE_API_BASE",
        simulator.base().toString(),
        "TALLY_STRIPE_REQUESTS_PER_SECOND",
        Integer.toString(REQUESTS_PER_SECOND));
  }

  /// Webhooks that Stripe is about to send: `count` events of payments for credits, signed now.
  List<Signed> of(List<UUID> users, int count) {
    var deliveries = simulator.deliveries();
    int known = deliveries.events().size();
    for (int i = 0; deliveries.events().size() < known + count; i++) {
      pay(users.get(i % users.size()));
    }
    var events = deliveries.events();
    return events.subList(known, known + count).stream().map(deliveries::sign).toList();
  }

  private void pay(UUID user) {
    var people = simulator.people();
    var owner = Map.of("tally_user", user.toString());
    var customer =
        customers.computeIfAbsent(user, _ -> people.createCustomer("user@example.com", owner));
    var order = new HashMap<>(owner);
    order.put("tally_credits", "1000");
    order.put("tally_checkout", ids.get().toString());
    var _ = people.pay(customer, 1000, "usd", order);
  }

  /// Sends webhooks, each once, whoever is free the next.
  ///
  /// @param next which comes next
  record Sender(HttpConnection connection, List<Signed> webhooks, AtomicInteger next)
      implements ClosedLoop.Sender {
    @Override
    public int send() throws IOException {
      int number = next.getAndIncrement();
      if (number >= webhooks.size()) return 0;
      var webhook = webhooks.get(number);
      var answer =
          connection.post(
              PATH,
              "Stripe-Signature: " + webhook.signature(),
              webhook.body().getBytes(StandardCharsets.UTF_8));
      if (answer.status() != OK) throw new DoesNotHold("a webhook was refused: " + answer.text());
      return 1;
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  /// The baseline: the same bodies, a row and a commit each, through a pool like the service's.
  record Inserts(Database pool, List<Signed> webhooks, AtomicInteger next)
      implements ClosedLoop.Sender {
    private static final String TABLE =
        """
        CREATE TABLE IF NOT EXISTS bench_events (id bigint PRIMARY KEY, payload jsonb)
        """;
    private static final String INSERT =
        """
        INSERT INTO bench_events (id, payload) VALUES (?, ?::jsonb)
        """;

    static void prepare(Database pool) {
      pool.useTransaction(
          tx -> {
            var _ = tx.update(TABLE).execute();
            var _ = tx.update("TRUNCATE bench_events").execute();
          });
    }

    @Override
    public int send() throws SQLException {
      int number = next.getAndIncrement();
      if (number >= webhooks.size()) return 0;
      try (var connection = pool.connection();
          var insert = connection.prepareStatement(INSERT)) {
        insert.setLong(1, number);
        insert.setString(2, webhooks.get(number).body());
        return insert.executeUpdate();
      }
    }

    @Override
    public void close() {
      // The pool is closed by who opened it.
    }
  }

  /// The senders of a burst.
  static List<ClosedLoop.Sender> senders(
      ServerProcess server, List<Signed> webhooks, AtomicInteger next, int connections)
      throws IOException {
    var senders = new ArrayList<ClosedLoop.Sender>();
    for (int i = 0; i < connections; i++) {
      senders.add(new Sender(new HttpConnection(server.port(), server.key()), webhooks, next));
    }
    return senders;
  }

  @Override
  public void close() {
    simulator.close();
  }
}
