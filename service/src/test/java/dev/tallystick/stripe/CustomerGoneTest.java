package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tallystick.http.Reply;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A customer who is deleted at Stripe while a purchase is under way.
final class CustomerGoneTest {
  @RegisterExtension private static final TestingGate gate = TestingGate.start();

  @RegisterExtension
  private static final TestingStripe stripe =
      TestingStripe.startWith(
          simulator -> {
            gate.leadTo(simulator.base());
            return Map.of("TALLY_STRIPE_API_BASE", gate.base());
          });

  private static Reply checkout(UUID user, String operation) {
    var order = JsonNodeFactory.instance.objectNode().put("operationId", operation);
    return stripe.server().post("/v1/users/" + user + "/checkout", order.put("pack", "starter"));
  }

  private static String customerOf(UUID user) {
    return stripe.server().get("/v1/users/" + user).expect(200).at("stripeCustomerId");
  }

  @Test
  void isReplacedAlsoWhereTheDeletionIsHeardOfBeforeTheRefusal() {
    var user = stripe.user();
    checkout(user, "first").expect(201);
    var gone = customerOf(user);
    stripe.simulator().deliveries().hold();
    stripe.simulator().people().deleteCustomer(gone);

    var refusal = gate.holdNext("/v1/checkout/sessions");
    var second = CompletableFuture.supplyAsync(() -> checkout(user, "second"));
    refusal.awaitGiven();
    stripe.simulator().deliveries().release();
    stripe.awaitApplied();
    refusal.release();

    second.join().expect(201);
    assertThat(customerOf(user)).startsWith("cus_").isNotEqualTo(gone);
  }
}
