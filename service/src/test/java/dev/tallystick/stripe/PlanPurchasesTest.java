package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.TestingBooks;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What invoices of subscriptions give in the course of time. It begins on 22 November 2026.
class PlanPurchasesTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 5);
  @RegisterExtension private static final LedgerHolds HOLDS = new LedgerHolds(DATABASE);
  private static final String BASIC = "price_basic";

  private final DirectPurchases stripe = DirectPurchases.on(DATABASE);
  private final TestingBooks books = stripe.books();
  private final UUID user = stripe.customer();
  private final Paying paying = Paying.forInvoice(2000);
  private final Billing month = Billing.of(user).line(BASIC, 1, "2026-11-22", "2026-12-22");
  private final Billing year = Billing.of(user).line(BASIC, 1, "2026-11-22", "2027-11-22");

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  /// Each test's months are its own.
  @AfterEach
  void forget() {
    DATABASE.useTransaction(
        tx -> tx.update("UPDATE tally.stripe_invoices SET next_grant_at = NULL").execute());
  }

  private void at(String time) {
    var then = Instant.parse(time.contains("T") ? time : time + "T12:00:00Z");
    books.pass(Duration.between(books.now(), then));
  }

  private List<String> grants(Billing invoice) {
    return stripe.grants(user, invoice.id());
  }

  private String next(Billing invoice) {
    return stripe.invoice(invoice, "next_grant_at AT TIME ZONE 'UTC'");
  }

  @Test
  void aPaidMonthIsGivenOnceAndLapses() {
    stripe.apply(month.is("open"), paying.is("requires_payment_method"));
    assertThat(grants(month)).isEmpty();
    stripe.apply(month, paying);
    stripe.apply(month, paying);
    assertThat(grants(month)).containsExactly("it:1 purchase 1000");
    assertThat(next(month)).isEqualTo("-");
    var grant = books.account(user).grants().getFirst();
    assertThat(grant.priority()).isEqualTo(20);
    assertThat(grant.expiresAt()).contains(Instant.parse("2026-12-22T00:00:00Z"));
    at("2026-12-22");
    assertThat(books.holds(user)).isEqualTo("0 0");
  }

  @Test
  void eachMonthOfAYearIsGivenInItsTurn() {
    stripe.apply(year, paying);
    assertThat(grants(year)).containsExactly("it:1 purchase 1000");
    assertThat(next(year)).isEqualTo("2026-12-22 10:00:00");
    assertThat(stripe.months().giveDue()).isZero();
    at("2026-12-22T10:00:00Z");
    assertThat(stripe.months().giveDue()).isOne();
    assertThat(stripe.months().giveDue()).isZero();
    assertThat(grants(year)).containsExactly("it:1 purchase 1000", "it:2 purchase 1000");
    assertThat(books.holds(user)).isEqualTo("1000 0");
    // A month was slept through: it is over.
    at("2027-02-22");
    assertThat(stripe.months().giveDue()).isOne();
    assertThat(grants(year)).hasSize(3).last().isEqualTo("it:4 purchase 1000");
    at("2027-10-30");
    assertThat(stripe.months().giveDue()).isOne();
    assertThat(next(year)).isEqualTo("-");
    at("2027-12-30");
    stripe.apply(year, paying);
    assertThat(grants(year)).hasSize(4).last().isEqualTo("it:12 purchase 1000");
  }

  @Test
  void whatIsOverWhenItIsHeardOfIsNotGiven() {
    at("2027-03-01");
    stripe.apply(month, paying);
    assertThat(grants(month)).isEmpty();
    stripe.apply(year, paying);
    assertThat(grants(year)).containsExactly("it:4 purchase 1000");
  }

  @Test
  void aTrialIsGivenForFree() {
    stripe.apply(month.paid(0));
    assertThat(grants(month)).containsExactly("it:1 free 1000");
    assertThat(books.account(user).grants().getFirst().type()).isEqualTo(Grant.Type.FREE);
  }

  @Test
  void aChangeIsGivenAtOnce() {
    var upgrade =
        Billing.of(user)
            .change(BASIC, -500, "2026-11-22T08:00:00Z", "2026-12-07T13:16:48Z")
            .change("price_pro", 1500, "2026-11-22T08:00:00Z", "2026-12-07T13:16:48Z");
    stripe.apply(upgrade, paying);
    assertThat(grants(upgrade)).containsExactly("it:change purchase 1000");
  }

  @Test
  void anInvoiceOfNobodysGivesNothing() {
    var stranger = Billing.of(UUID.randomUUID()).line(BASIC, 1, "2026-11-22", "2026-12-22");
    stripe.apply(stranger, paying);
    assertThat(stripe.invoice(stranger, "user_id")).isEqualTo("-");
  }

  @Test
  void whatAPlanGivesLaterDoesNotChangeWhatItGave() {
    stripe.apply(month, paying);
    var more = DirectPurchases.on(DATABASE, Map.of("TALLY_STRIPE_PLANS", "price_basic=5000"));
    more.apply(month, paying);
    assertThat(grants(month)).containsExactly("it:1 purchase 1000");
  }

  @Test
  void aPartThatIsRefundedIsTakenOfEachMonth() {
    stripe.apply(year, paying);
    stripe.apply(year, paying.refunded(500));
    assertThat(grants(year)).containsExactly("it:1 purchase 1000 250");
    at("2026-12-25");
    stripe.months().giveDue();
    assertThat(grants(year)).containsExactly("it:1 purchase 1000 250", "it:2 purchase 1000 250");
    assertThat(books.holds(user)).isEqualTo("750 0");
  }

  @Test
  void anInvoiceThatIsRefundedHasNoMonthsLeft() {
    stripe.apply(year, paying);
    stripe.apply(year, paying.refunded(2000));
    assertThat(grants(year)).containsExactly("it:1 purchase 1000 1000");
    assertThat(next(year)).isEqualTo("-");
    at("2026-12-25");
    assertThat(stripe.months().giveDue()).isZero();
    stripe.apply(year, paying.refunded(2000));
    assertThat(grants(year)).hasSize(1);
    // The refund failed.
    stripe.apply(year, paying);
    assertThat(grants(year)).containsExactly("it:1 purchase 1000", "it:2 purchase 1000");
    assertThat(next(year)).isEqualTo("2027-01-21 20:00:00");
  }

  @Test
  void aDisputeSetsAsideEachMonthWhileItIsOpen() {
    stripe.apply(year, paying.disputed(2000, "needs_response"));
    at("2026-12-25");
    stripe.months().giveDue();
    assertThat(books.holds(user)).isEqualTo("0 0");
    stripe.apply(year, paying.disputed(2000, "won"));
    assertThat(grants(year)).containsExactly("it:1 purchase 1000", "it:2 purchase 1000");
    assertThat(books.holds(user)).isEqualTo("1000 0");
    stripe.apply(year, paying.disputed(2000, "lost"));
    assertThat(books.holds(user)).isEqualTo("0 0");
    assertThat(next(year)).isEqualTo("-");
  }

  @Test
  void anInvoiceMayBePaidByTwoPayments() {
    var half = Paying.forInvoice(1000);
    var other = Paying.forInvoice(3000);
    stripe.apply(month, half, other.disputed(1000, "lost"));
    assertThat(grants(month)).containsExactly("it:1 purchase 1000 250");
    stripe.apply(month, half.refunded(1000), other.disputed(1000, "lost"));
    assertThat(grants(month)).containsExactly("it:1 purchase 1000 500");
  }

  /// Of 20.00 the card paid 5.00, and the customer's balance the rest.
  @Test
  void whatTheBalancePaidDoesNotGoBackWithTheCardsPart() {
    var card = Paying.forInvoice(500);
    stripe.apply(year.paid(500), card.refunded(200));
    assertThat(grants(year)).containsExactly("it:1 purchase 1000 100");
    stripe.apply(year.paid(500), card.refunded(500));
    assertThat(grants(year)).containsExactly("it:1 purchase 1000 250");
    at("2026-12-25");
    assertThat(stripe.months().giveDue()).isOne();
    assertThat(grants(year)).containsExactly("it:1 purchase 1000 250", "it:2 purchase 1000 250");
  }

  /// Changed from years to months: what was left of the year was credited.
  @Test
  void aPeriodThatWasBrokenOffGivesNoMoreMonths() {
    stripe.apply(year, paying);
    stripe.subscription(
        year, Instant.parse("2026-11-22T00:00:00Z"), Instant.parse("2027-11-22T00:00:00Z"));
    at("2026-12-25");
    assertThat(stripe.months().giveDue()).isOne();
    assertThat(grants(year)).hasSize(2);
    stripe.subscription(
        year, Instant.parse("2027-01-10T00:00:00Z"), Instant.parse("2027-02-10T00:00:00Z"));
    at("2027-01-25");
    assertThat(stripe.months().giveDue()).isOne();
    assertThat(grants(year)).hasSize(2);
    assertThat(next(year)).isEqualTo("-");
  }

  /// Ended at once: what was left of the year was credited.
  @Test
  void aYearThatWasEndedGivesNoMoreMonths() {
    stripe.apply(year, paying);
    stripe.ended(
        year,
        Instant.parse("2026-11-22T00:00:00Z"),
        Instant.parse("2027-11-22T00:00:00Z"),
        Instant.parse("2026-12-24T00:00:00Z"));
    at("2026-12-25");
    // That month had begun.
    assertThat(stripe.months().giveDue()).isOne();
    assertThat(grants(year)).hasSize(2);
    assertThat(next(year)).isEqualTo("-");
    at("2027-02-10");
    stripe.apply(year, paying);
    assertThat(grants(year)).hasSize(2);
  }

  /// What is mirrored of the subscription may be older than the invoice.
  @Test
  void anEarlierPeriodOfTheSubscriptionKeepsNothingBack() {
    stripe.subscription(
        year, Instant.parse("2025-11-22T00:00:00Z"), Instant.parse("2026-11-22T00:00:00Z"));
    stripe.apply(year, paying);
    at("2026-12-25");
    stripe.months().giveDue();
    assertThat(grants(year)).hasSize(2);
  }

  @Test
  void aUserWhoIsDeletedIsGivenNoMoreMonths() {
    stripe.apply(year, paying);
    DATABASE.useTransaction(tx -> books.ledger().close(tx, user));
    at("2026-12-25");
    assertThat(stripe.months().giveDue()).isZero();
    stripe.apply(year, paying);
    assertThat(stripe.invoice(year, "refused")).isEqualTo("user_deleted");
    assertThat(next(year)).isEqualTo("-");
    assertThat(grants(year)).hasSize(1);
  }

  /// As when the customer's deletion brings events of the invoice.
  @Test
  void noMonthsAreLeftOfAUserWhoIsDeletedWhateverIsHeardOfLater() {
    stripe.apply(year, paying);
    DATABASE.useTransaction(
        tx -> {
          books.ledger().close(tx, user);
          StripeErasure.forget(tx, user);
        });
    stripe.apply(year, paying);
    assertThat(stripe.invoice(year, "refused")).isEqualTo("-");
    assertThat(next(year)).isEqualTo("-");
  }

  @Test
  void tellsWhatPurchasesGave() {
    stripe.apply(year, paying.refunded(500));
    at("2026-12-25");
    stripe.months().giveDue();
    var pack = Paying.forPack(user, "70");
    stripe.apply(pack);
    var given =
        DATABASE.inTransaction(
            tx -> GivenCredits.of(tx, user, List.of(year.id(), pack.id(), month.id())));
    assertThat(given)
        .containsOnly(
            Map.entry(
                year.id(),
                new GivenCredits(TestingBooks.credits("2000"), TestingBooks.credits("500"))),
            Map.entry(
                pack.id(),
                new GivenCredits(TestingBooks.credits("70"), TestingBooks.credits("0"))));
  }
}
