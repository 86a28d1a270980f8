package dev.tallystick.stripe;

import static dev.tallystick.stripe.TestingHalves.LOOK;
import static dev.tallystick.stripe.TestingHalves.REPAIR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.stripe.Difference.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What differs from Stripe is found, said and repaired.
final class ReconcilingTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  @RegisterExtension
  private static final LedgerHolds ledger = new LedgerHolds(stripe.server());

  private static final TestingHalves halves = new TestingHalves(stripe);

  private static final Map<Subject.Kind, String> OBJECTS = objects();

  // One of each kind, with all that can be of it; the webhooks of none arrive.
  private static Map<Subject.Kind, String> objects() {
    stripe.simulator().deliveries().hold();
    var people = stripe.simulator().people();
    var user = stripe.user();
    var customer = halves.customer(user);
    people.attachCard(customer, "fp_of_ada");
    var payment = halves.purchase(user, customer);
    people.refund(payment, 100);
    people.dispute(payment, 300);
    var subscription = people.subscribe(customer, people.createPrice(2000, "usd", "month"));
    people.cancel(subscription, true);
    var invoice = people.renew(people.subscribe(customer, people.createPrice(500, "eur", "year")));
    // Written down, as webhooks would have it.
    var _ = halves.run(REPAIR);
    return Map.of(
        Subject.Kind.CUSTOMER, customer,
        Subject.Kind.SUBSCRIPTION, subscription,
        Subject.Kind.PAYMENT, payment,
        Subject.Kind.INVOICE, invoice.orElseThrow());
  }

  private static void damage(String sql) {
    stripe.server().run(sql);
  }

  @Test
  void halvesThatMatchAreSaidToMatch() {
    var run = halves.run(LOOK);
    assertThat(halves.differences(run)).isEmpty();
    assertThat(run.status()).isEqualTo(Reconciliation.Status.DONE);
    assertThat(run.checked()).isPositive();
    assertThat(run.differing()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      textBlock =
          """
          customers; user_id; NULL
          customers; email; 'eve@example.com'
          customers; currency; 'xxx'
          customers; balance; balance - 500
          customers; is_delinquent; NOT is_delinquent
          customers; default_payment_method; 'pm_other'
          customers; card_fingerprint; 'fp_other'
          customers; made_at; made_at - interval '1 day'
          subscriptions; user_id; NULL
          subscriptions; customer_id; 'cus_other'
          subscriptions; status; 'canceled'
          subscriptions; price_id; 'price_other'
          subscriptions; quantity; quantity + 1
          subscriptions; unit_amount; NULL
          subscriptions; currency; 'eur'
          subscriptions; period_start; NULL
          subscriptions; period_end; period_end + interval '1 year'
          subscriptions; cancel_at; NULL
          subscriptions; canceled_at; now()
          subscriptions; ended_at; now()
          subscriptions; default_payment_method; 'pm_other'
          subscriptions; made_at; made_at - interval '1 second'
          payments; user_id; NULL
          payments; customer_id; 'cus_other'
          payments; invoice_id; 'in_other', checkout_id = NULL
          payments; checkout_id; gen_random_uuid()
          payments; top_up_id; gen_random_uuid(), checkout_id = NULL
          payments; status; 'processing'
          payments; currency; 'eur'
          payments; amount; 1
          payments; amount_received; 0
          payments; amount_refunded; 0
          payments; amount_disputed; 0
          payments; amount_lost; 1
          payments; credits; 999.999999
          payments; charge_id; NULL
          payments; payment_method; NULL
          payments; card_fingerprint; 'fp_other'
          payments; failure_code; 'card_declined'
          payments; made_at; made_at - interval '1 second'
          invoices; user_id; NULL
          invoices; customer_id; NULL
          invoices; subscription_id; NULL
          invoices; status; 'open'
          invoices; billing_reason; 'manual'
          invoices; currency; 'usd'
          invoices; total; 0
          invoices; amount_paid; 0
          invoices; paid_at; paid_at + interval '1 second'
          invoices; made_at; made_at - interval '1 second'
          """)
  void aFieldThatIsNotAsStripeHasItIsFoundAndRepaired(String table, String column, String value) {
    var kind = Subject.Kind.valueOf(table.substring(0, table.length() - 1).toUpperCase());
    var id = OBJECTS.get(kind);
    damage(
        "UPDATE tally.stripe_%s SET %s = %s WHERE id = '%s'".formatted(table, column, value, id));

    var looked = halves.run(LOOK);
    assertThat(halves.differences(looked))
        .filteredOn(difference -> difference.field().equals(column))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.subject()).isEqualTo(new Subject(kind, id).word());
              assertThat(difference.status()).isEqualTo(Status.FOUND);
              assertThat(difference.stripe()).isNotEqualTo(difference.ours());
            });
    assertThat(looked.differing()).isPositive();
    assertThat(looked.repaired()).isZero();

    var repaired = halves.run(REPAIR);
    assertThat(halves.differences(repaired))
        .isNotEmpty()
        .allMatch(difference -> difference.status() == Status.REPAIRED);
    assertThat(repaired.repaired()).isEqualTo(repaired.differing()).isPositive();
    assertThat(halves.differences(halves.run(LOOK))).isEmpty();
  }

  @Test
  void moneyIsWhatStripeHoldsBeyondWhatTheDatabaseSays() {
    var payment = OBJECTS.get(Subject.Kind.PAYMENT);
    damage(
        """
        UPDATE tally.stripe_payments SET amount_refunded = 0, amount_received = 400 WHERE id = '%s'
        """
            .formatted(payment));
    var run = halves.run(REPAIR);
    assertThat(halves.differences(run))
        .extracting(Difference::field, Difference::amount, Difference::currency)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "amount_received", Optional.of(600L), Optional.of("usd")),
            org.assertj.core.groups.Tuple.tuple(
                "amount_refunded", Optional.of(-100L), Optional.of("usd")));
    assertThat(halves.books().totals(run.id()).money()).isEqualTo(Map.of("usd", 500L));
    assertThat(run.differing()).isOne();
  }

  @Test
  void whatOnlyTheDatabaseHasIsSaidAndLeft() {
    damage(
        """
        INSERT INTO tally.stripe_payments
               (id, status, currency, amount, amount_received, amount_refunded, amount_disputed,
                amount_lost, made_at, fetch_no, fetched_at, raw)
        VALUES ('pi_invented', 'succeeded', 'usd', 700, 700, 0, 0, 0, now(), 1, now(), '{}')
        """);
    for (var order : List.of(LOOK, REPAIR)) {
      var run = halves.run(order);
      assertThat(halves.differences(run))
          .singleElement()
          .satisfies(
              difference -> {
                assertThat(difference.subject()).isEqualTo("payment:pi_invented");
                assertThat(difference.field()).isEqualTo(Difference.OBJECT);
                assertThat(difference.status()).isEqualTo(Status.FOUND);
                assertThat(difference.stripe()).isEmpty();
                assertThat(difference.ours()).contains("succeeded 700 usd");
                assertThat(difference.amount()).contains(-700L);
              });
    }
    damage("DELETE FROM tally.stripe_payments WHERE id = 'pi_invented'");
  }
}
