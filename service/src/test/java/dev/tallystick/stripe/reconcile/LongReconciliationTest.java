package dev.tallystick.stripe.reconcile;

import static dev.tallystick.stripe.reconcile.TestingHalves.LOOK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.cli.TestingTally;
import dev.tallystick.postgres.Eventually;
import dev.tallystick.simulator.Call;
import dev.tallystick.stripe.StripeUnavailable;
import dev.tallystick.stripe.TestingStripe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Reconciliations of more than a page, which are stopped and go on.
final class LongReconciliationTest {
  private static final int CUSTOMERS = 250;
  private static final int PAYMENTS = 110;

  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  private static final TestingHalves halves = new TestingHalves(stripe);

  // Nobody's, so that nothing but the rows is compared.
  @BeforeAll
  static void buy() {
    stripe.simulator().deliveries().hold();
    var people = stripe.simulator().people();
    for (int i = 0; i < CUSTOMERS; i++) {
      var customer = people.createCustomer("c%d@example.com".formatted(i), Map.of());
      if (i < PAYMENTS) people.pay(customer, 100 + i, "usd", Map.of());
    }
  }

  private static List<Call> calls(String path) {
    return stripe.simulator().calls().stream().filter(call -> call.path().equals(path)).toList();
  }

  private static long checked(Reconciliation run, Listing list) {
    return run.lists().stream()
        .filter(each -> each.list() == list)
        .mapToLong(Reconciliation.Walked::checked)
        .sum();
  }

  @Test
  void eachElementOfAllPagesIsComparedOnce() {
    int before = calls("/v1/customers").size();
    var run = halves.run(LOOK);
    assertThat(checked(run, Listing.PAYMENTS)).isEqualTo(PAYMENTS);
    assertThat(checked(run, Listing.CUSTOMERS)).isEqualTo(CUSTOMERS);
    assertThat(calls("/v1/customers").size() - before).isEqualTo(3);
  }

  @Test
  void stripeThatIsAwayStopsItAndItGoesOnWhereItWas() {
    var faults = stripe.simulator().faults();
    // The second page of payments is not answered any more.
    assertThatThrownBy(
            () ->
                halves
                    .reconciling()
                    .run(
                        LOOK,
                        true,
                        progress -> {
                          var second = new Reconciling.Progress.Walking(Listing.PAYMENTS, 100);
                          if (progress.equals(second)) faults.down();
                        }))
        .isInstanceOf(StripeUnavailable.class);
    faults.up();
    var stopped = halves.books().list(Optional.empty(), 1).getFirst();
    assertThat(stopped.status()).isEqualTo(Reconciliation.Status.RUNNING);
    int before = stripe.simulator().calls().size();

    var run = halves.run(LOOK, false);
    assertThat(run.id()).isEqualTo(stopped.id());
    assertThat(run.status()).isEqualTo(Reconciliation.Status.DONE);
    assertThat(checked(run, Listing.PAYMENTS)).isEqualTo(PAYMENTS);
    var since = stripe.simulator().calls();
    assertThat(since.subList(before, since.size()))
        .filteredOn(call -> call.path().equals("/v1/payment_intents"))
        .hasSize(1)
        .allMatch(call -> call.parameters().containsKey("starting_after"));
    assertThat(since.subList(before, since.size()))
        .noneMatch(call -> call.path().equals("/v1/customers"));
  }

  @Test
  void answersThatSayTooManyAreWaitedFor() {
    stripe.simulator().faults().answer429(2);
    assertThat(halves.run(LOOK).status()).isEqualTo(Reconciliation.Status.DONE);
  }

  @Test
  void aKilledProcessIsFollowedByOneThatGoesOn() throws IOException, InterruptedException {
    stripe.simulator().faults().slow(Duration.ofMillis(300));
    var first = tally("--repair");
    Eventually.eventually("it walks the customers", () -> isWalking(first));
    var busy = tally("--repair");
    assertThat(new String(busy.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("another process");
    assertThat(busy.waitFor()).isEqualTo(2);
    first.destroyForcibly().waitFor();
    stripe.simulator().faults().slow(Duration.ZERO);
    var stopped = halves.books().list(Optional.empty(), 1).getFirst();
    assertThat(stopped.status()).isEqualTo(Reconciliation.Status.RUNNING);

    var other = tally("--since", "2026-09-01");
    assertThat(new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("with --repair and without --since")
        .contains("--restart");
    assertThat(other.waitFor()).isEqualTo(2);

    int before = stripe.simulator().calls().size();
    var second = tally("--repair");
    var out = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).as(out).isZero();
    var done = halves.books().find(stopped.id()).orElseThrow();
    assertThat(done.status()).isEqualTo(Reconciliation.Status.DONE);
    assertThat(checked(done, Listing.CUSTOMERS)).isEqualTo(CUSTOMERS);
    assertThat(checked(done, Listing.PAYMENTS)).isEqualTo(PAYMENTS);
    assertThat(done.repaired()).isEqualTo(done.differing());
    var since = stripe.simulator().calls();
    assertThat(since.subList(before, since.size()))
        .filteredOn(call -> call.path().equals("/v1/customers"))
        .allMatch(call -> call.parameters().containsKey("starting_after"));
    assertThat(halves.left()).isEmpty();
  }

  private static boolean isWalking(Process process) {
    assertThat(process.isAlive()).isTrue();
    return halves.books().list(Optional.empty(), 1).stream()
        .anyMatch(
            run ->
                run.status() == Reconciliation.Status.RUNNING
                    && checked(run, Listing.CUSTOMERS) == 100);
  }

  private static Process tally(String... arguments) throws IOException {
    var words = new ArrayList<>(TestingTally.words("stripe", "reconcile"));
    words.addAll(List.of(arguments));
    var builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("TALLY_"));
    builder.environment().putAll(TestingStripe.environment(stripe.simulator()));
    builder.environment().put("TALLY_DATABASE_URL", stripe.server().urlWithPassword());
    return builder.start();
  }
}
