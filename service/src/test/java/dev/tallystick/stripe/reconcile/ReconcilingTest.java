package dev.tallystick.stripe.reconcile;

import static dev.tallystick.stripe.reconcile.TestingHalves.LOOK;
import static dev.tallystick.stripe.reconcile.TestingHalves.REPAIR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.stripe.Subject;
import dev.tallystick.stripe.TestingStripe;
import dev.tallystick.stripe.reconcile.Difference.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What differs from Stripe is found, said and repaired.
final class ReconcilingTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(stripe.server());

  private static final TestingHalves halves = new TestingHalves(stripe);

  private static final Map<Subject.Kind, String> OBJECTS = objects();

  private static String object(Subject.Kind kind) {
    return Objects.requireNonNull(OBJECTS.get(kind));
  }

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
    var subscription = people.subscribe(customer, halves.plan());
    people.cancel(subscription, true);
    var invoice = people.renew(people.subscribe(customer, people.createPrice(500, "eur", "year")));
    // Written down, as webhooks would have it.
    var _ = halves.run(REPAIR);
    halves.awaitApplied();
    return Map.of(
        Subject.Kind.CUSTOMER, customer,
        Subject.Kind.SUBSCRIPTION, subscription,
        Subject.Kind.PAYMENT, payment,
        Subject.Kind.INVOICE, invoice.orElseThrow());
  }

  private static final Pattern FIELD = Pattern.compile("(?:^|,\\s+)(\\w+) =");

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
          CUSTOMER; user_id = NULL, email = 'eve@example.com', currency = 'xxx', \
                    balance = balance - 500, is_delinquent = NOT is_delinquent, \
                    default_payment_method = 'pm_other', card_fingerprint = 'fp_other', \
                    made_at = made_at - interval '1 day'
          SUBSCRIPTION; user_id = NULL, customer_id = 'cus_other', status = 'unpaid', \
                    price_id = 'price_other', quantity = quantity + 1, unit_amount = NULL, \
                    currency = 'eur', period_start = NULL, \
                    period_end = period_end + interval '1 year', cancel_at = NULL, \
                    canceled_at = NULL, ended_at = now(), default_payment_method = 'pm_other', \
                    made_at = made_at - interval '1 second'
          PAYMENT; user_id = NULL, customer_id = 'cus_other', top_up_id = gen_random_uuid(), \
                    checkout_id = NULL, status = 'processing', currency = 'eur', amount = 1, \
                    amount_received = 0, amount_refunded = 0, amount_disputed = 0, \
                    amount_lost = 1, credits = NULL, charge_id = NULL, \
                    payment_method = NULL, card_fingerprint = 'fp_other', \
                    failure_code = 'card_declined', made_at = made_at - interval '1 second'
          PAYMENT; invoice_id = 'in_other', checkout_id = NULL, credits = NULL
          INVOICE; user_id = NULL, customer_id = NULL, subscription_id = NULL, status = 'open', \
                    billing_reason = 'manual', currency = 'usd', total = 0, amount_paid = 0, \
                    paid_at = paid_at + interval '1 second', \
                    made_at = made_at - interval '1 second'
          """)
  void eachFieldThatIsNotAsStripeHasItIsFoundAndRepaired(Subject.Kind kind, String values) {
    var subject = new Subject(kind, object(kind));
    damage("UPDATE %s SET %s WHERE id = '%s'".formatted(table(kind), values, subject.id()));
    var columns =
        FIELD.matcher(values).results().map(match -> match.group(1)).toArray(String[]::new);

    var looked = halves.run(LOOK);
    assertThat(halves.differences(looked))
        .allMatch(difference -> difference.subject().equals(subject.word()))
        .allMatch(difference -> difference.status() == Status.FOUND)
        .allMatch(difference -> !difference.stripe().equals(difference.ours()))
        .extracting(Difference::field)
        .containsExactlyInAnyOrder(columns);
    assertThat(looked.differing()).isOne();
    assertThat(looked.repaired()).isZero();

    var repaired = halves.run(REPAIR);
    assertThat(halves.differences(repaired))
        .hasSameSizeAs(columns)
        .allMatch(difference -> difference.status() == Status.REPAIRED);
    assertThat(repaired.repaired()).isEqualTo(repaired.differing()).isOne();
    assertThat(halves.left()).isEmpty();
  }

  private static String table(Subject.Kind kind) {
    return "tally.stripe_%ss".formatted(kind.word());
  }

  @Test
  void whatAnInvoiceIsForAndWhatPaidItAreCompared() {
    var invoice = object(Subject.Kind.INVOICE);
    damage(
        """
        UPDATE tally.stripe_invoices SET raw = jsonb_set(raw, '{tally_lines,0,amount}', '7')
         WHERE id = '%s'
        """
            .formatted(invoice));
    damage(
        "UPDATE tally.stripe_payments SET invoice_id = NULL WHERE invoice_id = '%s'"
            .formatted(invoice));
    var run = halves.run(REPAIR);
    assertThat(halves.differences(run))
        .allMatch(difference -> difference.status() == Status.REPAIRED)
        .extracting(Difference::field)
        .containsExactly("lines", "payments");
    assertThat(halves.left()).isEmpty();
  }

  @Test
  void moneyIsWhatStripeHoldsBeyondWhatTheDatabaseSays() {
    var payment = object(Subject.Kind.PAYMENT);
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

  @Test
  void whatNobodyWasToldOfIsFoundAndMadeWhole() {
    var people = stripe.simulator().people();
    var user = stripe.user();
    var customer = halves.customer(user);
    var payment = halves.purchase(user, customer);
    var subscription = people.subscribe(customer, halves.plan());

    var looked = halves.run(LOOK);
    assertThat(halves.differences(looked))
        .filteredOn(difference -> difference.field().equals(Difference.OBJECT))
        .extracting(Difference::subject)
        .contains("customer:" + customer, "payment:" + payment, "subscription:" + subscription)
        .hasSize(5);
    assertThat(halves.differences(looked))
        .filteredOn(difference -> difference.subject().equals("payment:" + payment))
        .singleElement()
        .satisfies(
            missing -> {
              assertThat(missing.stripe()).contains("succeeded 1000 usd");
              assertThat(missing.ours()).isEmpty();
              assertThat(missing.amount()).contains(1000L);
            });
    assertThat(halves.books().totals(looked.id()).money()).isEqualTo(Map.of("usd", 3000L));
    assertThat(halves.differences(looked))
        .filteredOn(difference -> difference.field().equals(Difference.EVENT))
        .hasSizeGreaterThan(5)
        .allMatch(event -> event.stripe().isPresent() && event.ours().isEmpty());

    var repaired = halves.run(REPAIR);
    assertThat(halves.differences(repaired))
        .allMatch(difference -> difference.status() == Status.REPAIRED);
    assertThat(halves.left()).isEmpty();
    halves.awaitApplied();
  }

  @Test
  void aRefundOfAPlanIsSaidInCreditsBeforeItIsRepaired() {
    var user = stripe.user();
    var _ = stripe.simulator().people().subscribe(halves.customer(user), halves.plan());
    var _ = halves.run(REPAIR);
    halves.awaitApplied();
    stripe.simulator().people().refund(paymentOf(user));

    for (var order : List.of(LOOK, REPAIR)) {
      var run = halves.run(order);
      assertThat(halves.differences(run))
          .filteredOn(difference -> difference.field().equals(Comparison.GIVEN))
          .singleElement()
          .satisfies(
              difference -> {
                assertThat(difference.subject()).startsWith("invoice:");
                assertThat(difference.stripe()).contains("0");
                assertThat(difference.ours()).contains("5000");
              });
      assertThat(halves.books().totals(run.id()).credits()).hasToString("-5000");
      assertThat(halves.books().totals(run.id()).money()).isEqualTo(Map.of("usd", -2000L));
    }
    assertThat(halves.left()).isEmpty();
    halves.awaitApplied();
  }

  private static String paymentOf(UUID user) {
    var sql = "SELECT id FROM tally.stripe_payments WHERE user_id = :user";
    return halves
        .database()
        .inTransaction(tx -> tx.query(sql).bind("user", user).mapTo(String.class).one());
  }

  @Test
  void anInvoiceThatNobodyWasToldOfGivesWhatIsLeftOfItsMoney() {
    var people = stripe.simulator().people();
    var users = List.of(stripe.user(), stripe.user());
    for (var user : users) {
      var customer = halves.customer(user);
      halves.sync(Subject.Kind.CUSTOMER, customer);
      var _ = people.subscribe(customer, halves.plan());
    }
    stripe.server().clock().set(stripe.server().clock().in(Duration.ofMinutes(10)));
    var before = halves.run(LOOK);
    assertThat(halves.books().totals(before.id()).credits()).hasToString("10000");
    var refunded =
        halves.differences(before).stream()
            .filter(it -> it.user().equals(Optional.of(users.getFirst())))
            .filter(it -> it.subject().startsWith("payment:"))
            .map(it -> Subject.ofWord(it.subject()).id())
            .findFirst();
    people.refund(refunded.orElseThrow());

    for (var order : List.of(LOOK, REPAIR)) {
      var run = halves.run(order);
      assertThat(halves.differences(run))
          .filteredOn(difference -> difference.subject().startsWith("invoice:"))
          .extracting(Difference::user, difference -> difference.credits().map(Object::toString))
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple(Optional.of(users.getFirst()), Optional.empty()),
              org.assertj.core.groups.Tuple.tuple(
                  Optional.of(users.getLast()), Optional.of("5000")));
      assertThat(halves.books().totals(run.id()).credits()).hasToString("5000");
    }
    assertThat(halves.left()).isEmpty();
    halves.awaitApplied();
  }

  @Test
  void aChangeOfSomethingOlderThanTheWindowIsFoundByItsEvent() {
    var people = stripe.simulator().people();
    var subscription = object(Subject.Kind.SUBSCRIPTION);
    var later = stripe.server().clock().in(Duration.ofDays(3));
    stripe.server().clock().set(later);
    people.keep(subscription);

    var run = halves.run(new Reconciliation.Order(true, Optional.of(later)));
    assertThat(halves.differences(run))
        .allMatch(difference -> difference.status() == Status.REPAIRED)
        .extracting(Difference::field)
        .contains("cancel_at", Difference.EVENT);
    assertThat(run.checked()).isLessThan(5);
    assertThat(halves.left()).isEmpty();
    people.cancel(subscription, true);
    var _ = halves.run(REPAIR);
    halves.awaitApplied();
  }

  @Test
  void aCustomerWhoWasDeletedAtStripeIsAskedForAndNoDifferenceOnceThatIsKnown() {
    var customer = halves.customer(stripe.user());
    halves.sync(Subject.Kind.CUSTOMER, customer);
    stripe.simulator().people().deleteCustomer(customer);
    var run = halves.run(REPAIR);
    assertThat(halves.differences(run))
        .filteredOn(difference -> difference.subject().equals("customer:" + customer))
        .singleElement()
        .satisfies(
            difference -> {
              assertThat(difference.field()).isEqualTo("is_deleted");
              assertThat(difference.status()).isEqualTo(Status.REPAIRED);
            });
    assertThat(halves.left()).isEmpty();
    halves.awaitApplied();
  }

  @Test
  void paymentsThatAreNobodysOrForNothingAreNotedAndNoDifference() {
    var people = stripe.simulator().people();
    var nobodys = people.pay(people.createCustomer("x@example.com", Map.of()), 5, "eur", Map.of());
    var forNothing = people.pay(object(Subject.Kind.CUSTOMER), 7, "eur", Map.of());
    var _ = halves.run(REPAIR);
    halves.awaitApplied();
    var run = halves.run(LOOK);
    assertThat(run.differing()).isZero();
    assertThat(halves.notes(run))
        .allMatch(note -> note.field().equals(Difference.UNASSIGNED))
        .extracting(Difference::subject)
        .containsExactlyInAnyOrder("payment:" + nobodys, "payment:" + forNothing);
    assertThat(halves.books().totals(run.id()).notes())
        .isEqualTo(Map.of(Difference.UNASSIGNED, 2L));
  }

  @Test
  void whatWasErasedWithItsUserIsNotMissed() {
    var user = stripe.user();
    var customer = halves.customer(user);
    var payment = halves.purchase(user, customer);
    var _ = stripe.simulator().people().subscribe(customer, halves.plan());
    var _ = halves.run(REPAIR);
    halves.awaitApplied();
    for (var table : List.of("customers", "subscriptions", "invoices", "payments")) {
      damage("UPDATE tally.stripe_%s SET raw = '{}' WHERE user_id = '%s'".formatted(table, user));
    }
    damage("UPDATE tally.stripe_customers SET email = NULL WHERE id = '%s'".formatted(customer));
    damage(
        "UPDATE tally.stripe_payments SET card_fingerprint = NULL WHERE id = '%s'"
            .formatted(payment));
    assertThat(halves.left()).isEmpty();
    for (var table : List.of("customers", "subscriptions", "invoices", "payments")) {
      damage(
          "UPDATE tally.stripe_%s SET raw = '{\"erased\": 1}' WHERE raw = '{}'".formatted(table));
    }
    assertThat(halves.left()).extracting(Difference::field).contains("email", "card_fingerprint");
    var _ = halves.run(REPAIR);
  }
}
