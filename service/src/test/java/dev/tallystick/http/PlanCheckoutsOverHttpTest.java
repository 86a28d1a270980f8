package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.simulator.StripeSimulator;
import dev.tallystick.stripe.TestingStripe;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// However many plans a user is offered, one subscription comes of them.
class PlanCheckoutsOverHttpTest {
  @RegisterExtension
  private static final TestingStripe stripe =
      TestingStripe.startWith(
          simulator ->
              Map.of(
                  "TALLY_STRIPE_PLANS",
                  simulator.people().createPrice("Team", 2_000, "usd", "month") + "=5000"));

  private static final TestingServer server = stripe.server();
  private static final StripeSimulator simulator = stripe.simulator();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  private final UUID user = server.user();

  private Reply offer(String operation, String field, String value) {
    var body = "{\"operationId\": \"%s\", \"%s\": \"%s\"}".formatted(operation, field, value);
    return server.post("/v1/users/" + user + "/checkout", body);
  }

  private Reply offerPlan(String operation) {
    return offer(operation, "plan", server.get("/v1/packs").expect(200).at("plans.0.price"));
  }

  private static boolean isPaid(String session) {
    try {
      return simulator.people().payCheckout(session).startsWith("sub_");
    } catch (RuntimeException _) {
      return false;
    }
  }

  @Test
  void onlyTheLastPlanThatWasOfferedCanBePaid() {
    var pack = offer("pack", "pack", "starter").expect(201).at("sessionId");
    var first = offerPlan("first tab").expect(201).at("sessionId");
    server.clock().set(server.clock().in(Duration.ofMinutes(1)));
    var second = offerPlan("second tab").expect(201).at("sessionId");
    assertThatThrownBy(() -> simulator.people().payCheckout(first)).hasMessageContaining("expired");
    assertThat(simulator.people().payCheckout(second)).startsWith("sub_");
    assertThat(simulator.people().payCheckout(pack)).startsWith("pi_");
    stripe.awaitApplied();
    offerPlan("third tab").expectProblem(409, "already_subscribed");
  }

  @Test
  void onlyOneCanBePaidOfManyThatAreOfferedAtOnce() throws Exception {
    var offers =
        IntStream.range(0, 10).<Callable<Reply>>mapToObj(i -> () -> offerPlan("tab " + i)).toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int paid = 0;
      for (var each : threads.invokeAll(offers)) {
        var reply = each.get();
        if (reply.status() == 201 && isPaid(reply.at("sessionId"))) paid++;
      }
      assertThat(paid).isEqualTo(1);
    }
    stripe.awaitApplied();
  }

  @Test
  void nothingIsOfferedBesideASubscriptionOfWhichOnlyStripeKnows() {
    var first = offerPlan("first tab").expect(201).at("sessionId");
    simulator.deliveries().hold();
    var subscription = simulator.people().payCheckout(first);
    offerPlan("second tab").expectProblem(409, "already_subscribed");
    simulator.people().cancel(subscription, false);
    // What was refused can be asked for again.
    var second = offerPlan("second tab").expect(201).at("sessionId");
    simulator.deliveries().release();
    assertThat(simulator.people().payCheckout(second)).startsWith("sub_");
    stripe.awaitApplied();
  }
}
