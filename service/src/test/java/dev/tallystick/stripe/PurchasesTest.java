package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tallystick.TestingDatabase;
import dev.tallystick.credit.Credits;
import dev.tallystick.credit.Grant;
import dev.tallystick.credit.GrantRequest;
import dev.tallystick.credit.Reversal;
import dev.tallystick.credit.ReversalRequest;
import dev.tallystick.credit.TestingBooks;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.postgres.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What payments of packs give, and what is taken back of it.
class PurchasesTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 5);
  @RegisterExtension private static final LedgerHolds HOLDS = new LedgerHolds(DATABASE);

  private final DirectPurchases stripe = DirectPurchases.on(DATABASE);
  private final TestingBooks books = stripe.books();
  private final UUID user = books.user();
  private final Paying paid = Paying.forPack(user, "1000");

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  private void charge(String credits) {
    books.charge(user, TestingBooks.credits(credits));
  }

  private String holds() {
    return books.holds(user);
  }

  private List<String> reversals() {
    return stripe.reversals(user, paid.id());
  }

  @Test
  void givesWhatWasPaidForOnce() {
    stripe.apply(paid.is("requires_payment_method"));
    stripe.apply(paid.is("processing"));
    assertThat(holds()).isEqualTo("0 0");
    stripe.apply(paid);
    stripe.apply(paid);
    assertThat(holds()).isEqualTo("1000 0");
    var grant = books.account(user).grants().getFirst();
    assertThat(grant.operationId()).isEqualTo("stripe:" + paid.id());
    assertThat(grant.type()).isEqualTo(Grant.Type.PURCHASE);
    assertThat(grant.priority()).isEqualTo(80);
    assertThat(grant.expiresAt()).isEmpty();
    assertThat(stripe.payment(paid, "refused")).isEqualTo("-");
  }

  @Test
  void givesATopUpWhatItBought() {
    var topUp =
        paid.without(StripeApi.CHECKOUT).with(StripeApi.TOP_UP, UUID.randomUUID().toString());
    stripe.apply(topUp);
    assertThat(holds()).isEqualTo("1000 0");
  }

  @Test
  void seesTheCardAndSaysWhoGave() {
    stripe.apply(paid);
    stripe.apply(paid.refunded(1000));
    assertThat(column("SELECT card_fingerprint FROM tally.user_cards WHERE user_id = :user"))
        .containsExactly(Paying.CARD);
    assertThat(
            column(
                "SELECT action || ' ' || actor FROM tally.audit_log WHERE user_id = :user ORDER BY id"))
        .containsExactly("grant.given job:stripe", "grant.reversed job:stripe");
  }

  private List<String> column(String sql) {
    return DATABASE.inTransaction(
        tx -> tx.query(sql).bind("user", user).mapTo(String.class).list());
  }

  /// What did not begin with us is written down, and that is all.
  @ParameterizedTest
  @ValueSource(strings = {StripeApi.USER, StripeApi.CREDITS, StripeApi.CHECKOUT})
  void givesNothingForAPaymentThatIsNotOurs(String missing) {
    stripe.apply(paid.without(missing));
    assertThat(holds()).isEqualTo("0 0");
    assertThat(stripe.payment(paid, "amount_received")).isEqualTo("1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "1e30", "many", "0.0000001"})
  void givesNothingForCreditsThatAreNone(String credits) {
    stripe.apply(paid.with(StripeApi.CREDITS, credits));
    assertThat(holds()).isEqualTo("0 0");
  }

  @Test
  void givesNothingWhereOnlyAPartOfTheMoneyCame() {
    stripe.apply(paid.received(999));
    assertThat(holds()).isEqualTo("0 0");
  }

  @Test
  void anEarlierFetchChangesNothing() {
    long first = stripe.nextFetch();
    long second = stripe.nextFetch();
    stripe.apply(paid.refunded(400), second);
    stripe.apply(paid, first);
    stripe.apply(paid.refunded(1000), second);
    assertThat(holds()).isEqualTo("600 0");
  }

  @Test
  void takesBackThePartThatWasRefunded() {
    stripe.apply(paid);
    stripe.apply(paid.refunded(333));
    assertThat(holds()).isEqualTo("667 0");
    stripe.apply(paid.refunded(500));
    stripe.apply(paid.refunded(500));
    assertThat(holds()).isEqualTo("500 0");
    stripe.apply(paid.refunded(1000));
    assertThat(holds()).isEqualTo("0 0");
    assertThat(reversals())
        .containsExactly("it:refund:1 333 0 0", "it:refund:2 167 0 0", "it:refund:3 500 0 0");
  }

  @Test
  void aRefundThatIsSeenWithItsPaymentIsTakenBackAtOnce() {
    stripe.apply(paid.refunded(400));
    assertThat(holds()).isEqualTo("600 0");
    assertThat(reversals()).containsExactly("it:refund:1 400 0 0");
  }

  @Test
  void whatWasSpentOfARefundIsOwed() {
    stripe.apply(paid);
    charge("700");
    stripe.apply(paid.refunded(500));
    assertThat(holds()).isEqualTo("0 200");
    stripe.apply(paid.refunded(1000));
    assertThat(holds()).isEqualTo("0 700");
  }

  @Test
  void whatWasSpentOfARefundIsWrittenOffWhereThatIsThePolicy() {
    var lenient = DirectPurchases.on(DATABASE, Map.of("TALLY_STRIPE_SPENT", "write_off"));
    lenient.apply(paid);
    charge("700");
    lenient.apply(paid.refunded(1000));
    assertThat(holds()).isEqualTo("0 0");
    assertThat(reversals()).containsExactly("it:refund:1 300 0 700");
  }

  @Test
  void aRefundThatFailedIsPutBack() {
    stripe.apply(paid.refunded(1000));
    stripe.apply(paid.refunded(250));
    assertThat(holds()).isEqualTo("750 0");
    stripe.apply(paid);
    stripe.apply(paid);
    assertThat(holds()).isEqualTo("1000 0");
    stripe.apply(paid.refunded(100));
    assertThat(reversals())
        .containsExactly(
            "it:refund:1 1000 0 0 undone", "it:refund:2 250 0 0 undone", "it:refund:3 100 0 0");
  }

  @Test
  void anOpenDisputeSetsAsideWhatIsUnspentAndNobodyOwesAnything() {
    stripe.apply(paid);
    charge("300");
    stripe.apply(paid.disputed(1000, "needs_response"));
    stripe.apply(paid.disputed(1000, "under_review"));
    assertThat(holds()).isEqualTo("0 0");
    assertThat(reversals()).containsExactly("it:dispute:1 700 0 300");
  }

  @Test
  void aDisputeThatIsWonPutsBackWhatItSetAside() {
    stripe.apply(paid);
    charge("300");
    stripe.apply(paid.disputed(1000, "needs_response"));
    stripe.apply(paid.disputed(1000, "won"));
    assertThat(holds()).isEqualTo("700 0");
  }

  @Test
  void aDisputeThatIsLostMakesDebtOfWhatWasSpent() {
    stripe.apply(paid);
    charge("300");
    stripe.apply(paid.disputed(1000, "needs_response"));
    stripe.apply(paid.disputed(1000, "lost"));
    stripe.apply(paid.disputed(1000, "lost"));
    assertThat(holds()).isEqualTo("0 300");
    assertThat(reversals()).containsExactly("it:dispute:1 700 0 300 undone", "it:lost:1 700 300 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"warning_needs_response", "warning_under_review", "warning_closed", "prevented"})
  void anInquiryTakesNothing(String status) {
    stripe.apply(paid.disputed(1000, status));
    assertThat(holds()).isEqualTo("1000 0");
  }

  @Test
  void ofOnePaymentAPartMayBeRefundedAnotherLostAndAThirdDisputed() {
    stripe.apply(paid);
    charge("900");
    stripe.apply(paid.refunded(200).disputed(300, "lost", 400, "needs_response", 100, "won"));
    assertThat(holds()).isEqualTo("0 400");
    assertThat(reversals())
        .containsExactly("it:refund:1 100 100 0", "it:lost:1 0 300 0", "it:dispute:1 0 0 400");
  }

  /// Whichever was seen first, what is set aside is what refunds leave.
  @Test
  void aRefundWhileADisputeIsOpenOwesNoMoreThanBeforeIt() {
    stripe.apply(paid);
    charge("600");
    stripe.apply(paid.disputed(500, "needs_response"));
    stripe.apply(paid.refunded(500).disputed(500, "needs_response"));
    assertThat(holds()).isEqualTo("0 100");
  }

  @Test
  void moreThanWasPaidTakesNoMoreThanWasGiven() {
    stripe.apply(paid.refunded(800).disputed(1000, "needs_response"));
    assertThat(holds()).isEqualTo("0 0");
    assertThat(reversals()).containsExactly("it:refund:1 800 0 0", "it:dispute:1 200 0 0");
  }

  @Test
  void whatSupportTookBackIsNotTakenTwice() {
    stripe.apply(paid);
    var grant = books.account(user).grants().getFirst();
    var request =
        new ReversalRequest(
            user,
            grant.id(),
            "by hand",
            Reversal.Kind.REVOCATION,
            Optional.of(TestingBooks.credits("300")),
            Reversal.Spent.DEBT);
    var byHand = books.reverse(request);
    assertThat(byHand).isNotNull();
    stripe.apply(paid.refunded(500));
    assertThat(holds()).isEqualTo("200 0");
    stripe.apply(paid.refunded(1000));
    stripe.apply(paid.refunded(1000));
    assertThat(holds()).isEqualTo("0 0");
    assertThat(reversals())
        .containsExactly("by hand 300 0 0", "it:refund:1 500 0 0", "it:refund:2 200 0 0");
    stripe.apply(paid);
    assertThat(holds()).isEqualTo("700 0");
  }

  @Test
  void aUserWhoWasDeletedIsGivenNothingAndThatIsSeen() {
    DATABASE.useTransaction(tx -> books.ledger().close(tx, user));
    stripe.apply(paid);
    assertThat(holds()).isEqualTo("0 0");
    assertThat(stripe.payment(paid, "refused")).isEqualTo("user_deleted");
    stripe.apply(paid.refunded(1000));
    assertThat(reversals()).isEmpty();
  }

  @Test
  void whatAUserHadBeforeDeletionIsTakenBack() {
    stripe.apply(paid);
    charge("100");
    DATABASE.useTransaction(tx -> books.ledger().close(tx, user));
    stripe.apply(paid.refunded(1000));
    assertThat(holds()).isEqualTo("0 100");
    assertThat(stripe.payment(paid, "refused")).isEqualTo("-");
  }

  @Test
  void anAccountThatIsFullIsGivenItWhenThereIsRoom() {
    var all = books.ledger();
    var grant = new GrantRequest(user, "all", Grant.Type.ADMIN, 60, Credits.MAX, Optional.empty());
    var _ = all.grant(grant);
    stripe.apply(paid);
    assertThat(stripe.payment(paid, "refused")).isEqualTo("account_full");
    charge("1000");
    stripe.apply(paid);
    assertThat(stripe.payment(paid, "refused")).isEqualTo("-");
    assertThat(books.account(user).balance()).isEqualTo(Credits.MAX);
  }

  /// Who may edit metadata at Stripe can neither move a purchase nor repeat it.
  @Test
  void whoseItIsAndWhatItBuysStays() {
    var other = books.user();
    stripe.apply(paid.is("requires_payment_method"));
    stripe.apply(paid.with(StripeApi.USER, other.toString()).with(StripeApi.CREDITS, "5000"));
    assertThat(holds()).isEqualTo("1000 0");
    assertThat(books.holds(other)).isEqualTo("0 0");
    stripe.apply(paid.without(StripeApi.CREDITS).without(StripeApi.USER));
    assertThat(holds()).isEqualTo("1000 0");
  }

  @Test
  void moreDebtThanThereIsRoomForChangesNothing() {
    stripe.apply(paid);
    charge("1000");
    charge("999999999999");
    charge("1");
    assertThatThrownBy(() -> stripe.apply(paid.refunded(1000)))
        .hasMessageContaining(paid.id() + ":refund:1 cannot be taken back: TooMuchDebt");
    assertThat(stripe.payment(paid, "amount_refunded")).isEqualTo("0");
  }
}
