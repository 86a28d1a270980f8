package dev.tallystick.stripe.reconcile;

import static dev.tallystick.stripe.reconcile.TestingHalves.LOOK;
import static dev.tallystick.stripe.reconcile.TestingHalves.REPAIR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.stripe.TestingStripe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is only on its way is no difference, and what never comes is.
final class ReconcilingBesideWebhooksTest {
  private static final int PURCHASES = 25;

  private static final Patience SHORT =
      new Patience(List.of(Duration.ofSeconds(1), Duration.ofSeconds(4)), List.of());

  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(stripe.server());

  private final TestingHalves halves = new TestingHalves(stripe, SHORT);

  @Test
  void webhooksThatFlowMakeNoDifference() throws InterruptedException {
    var buying =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < PURCHASES; i++) {
                    var user = stripe.user();
                    var payment = halves.purchase(user, halves.customer(user));
                    stripe.simulator().people().refund(payment, 250);
                  }
                });
    var runs = new ArrayList<Reconciliation>();
    while (buying.isAlive()) runs.add(halves.run(LOOK));
    buying.join();
    for (var run : runs) assertThat(halves.differences(run)).isEmpty();
    stripe.awaitApplied();
    assertThat(halves.left()).isEmpty();
  }

  @Test
  void webhooksThatAreLostAreMadeUpFor() {
    stripe.simulator().deliveries().drop(100);
    var user = stripe.user();
    var payment = halves.purchase(user, halves.customer(user));
    stripe.simulator().people().refund(payment, 250);
    stripe.simulator().deliveries().awaitIdle();
    assertThat(balance(user)).isEqualTo("0");

    var looked = halves.run(LOOK);
    assertThat(halves.differences(looked))
        .filteredOn(difference -> difference.subject().equals("payment:" + payment))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.amount()).contains(750L);
              assertThat(difference.credits().map(Object::toString)).contains("750");
            });
    assertThat(halves.books().totals(looked.id()).credits()).hasToString("750");

    var repaired = halves.run(REPAIR);
    assertThat(repaired.repaired()).isEqualTo(repaired.differing()).isPositive();
    assertThat(balance(user)).isEqualTo("750");
    assertThat(halves.left()).isEmpty();
    stripe.simulator().deliveries().drop(0);
  }

  @Test
  void creditsThatWereGivenForNothingAreSaid() {
    var user = stripe.user();
    var payment = halves.purchase(user, halves.customer(user));
    stripe.awaitApplied();
    stripe.simulator().deliveries().hold();
    stripe.simulator().people().refund(payment);
    var run = halves.run(LOOK);
    assertThat(halves.differences(run))
        .filteredOn(difference -> difference.field().equals(Comparison.GIVEN))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.stripe()).contains("0");
              assertThat(difference.ours()).contains("1000");
              assertThat(difference.credits().map(Object::toString)).contains("-1000");
            });
    stripe.simulator().deliveries().release();
    stripe.awaitApplied();
    assertThat(halves.left()).isEmpty();
  }

  private static String balance(UUID user) {
    return stripe.server().get("/v1/users/%s/balance".formatted(user)).expect(200).at("balance");
  }
}
