package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.credit.TestingBooks;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.postgres.Database;
import dev.tallystick.referral.DirectReferrals;
import dev.tallystick.referral.Program;
import dev.tallystick.referral.Redemption;
import dev.tallystick.referral.TestingUsers;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of referrals that complete with a first purchase when its money goes back, and
/// comes again.
class PurchasedReferralsTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 5);
  @RegisterExtension private static final LedgerHolds HOLDS = new LedgerHolds(DATABASE);
  private static final Random RANDOM = new Random(11);

  private final DirectPurchases stripe = DirectPurchases.on(DATABASE);
  private final TestingBooks books = stripe.books();
  private final DirectReferrals referrals =
      DirectReferrals.on(
          DATABASE,
          Program.of(
              Map.of(
                  "TALLY_REFERRAL_COMPLETES", "first_purchase", "TALLY_REFERRAL_HOLD_DAYS", "1")),
          books::now);
  private final UUID referrer;
  private final UUID referred;
  private final Paying paid;

  PurchasedReferralsTest() {
    var two = TestingUsers.make(DATABASE, RANDOM, 2, books.now());
    this.referrer = two.getFirst().id();
    this.referred = two.getLast().id();
    this.paid = Paying.forPack(referred, "1000");
    assertThat(referrals.redeem(two.getFirst().code(), referred))
        .isInstanceOf(Redemption.Redeemed.class);
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  private void complete() {
    stripe.apply(paid);
    books.pass(Duration.ofDays(2));
    referrals.completeDue();
    assertThat(history()).isEqualTo("pending, completed");
    assertThat(both()).isEqualTo("500 0, 1500 0");
  }

  private String both() {
    return books.holds(referrer) + ", " + books.holds(referred);
  }

  private static final String HISTORY =
      """
      SELECT string_agg(to_status || coalesce(' ' || reason, ''), ', ' ORDER BY id)
        FROM tally.referral_events
       WHERE referred_id = :id
      """;

  private String history() {
    return text(HISTORY);
  }

  private String text(String sql) {
    return DATABASE.inTransaction(
        tx -> tx.query(sql).bind("id", referred).mapTo(String.class).one());
  }

  private String qualifiedBy() {
    return text(
        """
        SELECT coalesce((SELECT operation_id
                           FROM tally.credit_grants AS g
                          WHERE g.user_id = r.referred_id AND g.id = r.qualified_by), 'nothing')
          FROM tally.referrals AS r
         WHERE referred_id = :id
        """);
  }

  @Test
  void aPartThatIsRefundedChangesNothing() {
    complete();
    stripe.apply(paid.refunded(999));
    assertThat(history()).isEqualTo("pending, completed");
  }

  @Test
  void aRefundUndoesItAndAFailedRefundPutsItBack() {
    complete();
    stripe.apply(paid.refunded(1000));
    assertThat(both()).isEqualTo("0 0, 0 0");
    stripe.apply(paid.refunded(400));
    assertThat(both()).isEqualTo("500 0, 1100 0");
    assertThat(history())
        .isEqualTo("pending, completed, reversed purchase_refunded, completed purchase_restored");
  }

  @Test
  void aDisputeUndoesItAndPutsItBackWhenItIsWon() {
    complete();
    stripe.apply(paid.disputed(1000, "needs_response"));
    stripe.apply(paid.disputed(1000, "under_review"));
    assertThat(both()).isEqualTo("0 0, 0 0");
    stripe.apply(paid.disputed(1000, "won"));
    assertThat(both()).isEqualTo("500 0, 1500 0");
    assertThat(history())
        .isEqualTo("pending, completed, reversed purchase_disputed, completed purchase_restored");
  }

  /// What is set aside is put back and taken at once: nobody sees it.
  @Test
  void aDisputeThatIsLostLeavesItUndone() {
    complete();
    stripe.apply(paid.disputed(1000, "needs_response"));
    stripe.apply(paid.disputed(1000, "lost"));
    stripe.apply(paid.disputed(1000, "lost"));
    assertThat(both()).isEqualTo("0 0, 0 0");
    assertThat(history()).isEqualTo("pending, completed, reversed purchase_disputed");
  }

  @Test
  void refundsAndDisputesThatAreAllTogetherUndoIt() {
    complete();
    stripe.apply(paid.refunded(600));
    stripe.apply(paid.refunded(600).disputed(400, "needs_response"));
    stripe.apply(paid.refunded(1000).disputed(400, "lost"));
    assertThat(history()).isEqualTo("pending, completed, reversed purchase_disputed");
  }

  @Test
  void whatGoesBackBeforeItCompletesQualifiesNothing() {
    stripe.apply(paid);
    assertThat(qualifiedBy()).isEqualTo("stripe:" + paid.id());
    stripe.apply(paid.disputed(1000, "needs_response"));
    assertThat(qualifiedBy()).isEqualTo("nothing");
    books.pass(Duration.ofDays(2));
    referrals.completeDue();
    assertThat(history()).isEqualTo("pending");
    stripe.apply(paid.disputed(1000, "won"));
    assertThat(qualifiedBy()).isEqualTo("stripe:" + paid.id());
  }

  @Test
  void anotherPurchaseQualifiesItInstead() {
    stripe.apply(paid);
    var other = Paying.forPack(referred, "10");
    stripe.apply(other);
    stripe.apply(paid.refunded(1000));
    assertThat(qualifiedBy()).isEqualTo("stripe:" + other.id());
  }

  @Test
  void aPurchaseThatIsSeenWithItsRefundQualifiesNothing() {
    stripe.apply(paid.refunded(1000));
    assertThat(qualifiedBy()).isEqualTo("nothing");
    assertThat(books.holds(referred)).isEqualTo("0 0");
  }

  /// A is paid and refunded, B is paid; each is heard of with or without what came before.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "A paid, A refunded, B paid",
        "A paid, B paid, A refunded",
        "B paid, A paid, A refunded",
        "A refunded, B paid",
        "B paid, A refunded",
        "A refunded, A paid late, B paid"
      })
  void theOrderInWhichPurchasesAreHeardOfDoesNotMatter(String order) {
    var other = Paying.forPack(referred, "10");
    long early = stripe.nextFetch();
    for (var each : order.split(", ", -1)) {
      switch (each) {
        case "A paid" -> stripe.apply(paid);
        case "A paid late" -> stripe.apply(paid, early);
        case "A refunded" -> stripe.apply(paid.refunded(1000));
        case "B paid" -> stripe.apply(other);
        default -> throw new IllegalArgumentException(each);
      }
      books.pass(Duration.ofDays(2));
      referrals.completeDue();
    }
    assertThat(text("SELECT status FROM tally.referrals WHERE referred_id = :id"))
        .isEqualTo("completed");
    assertThat(qualifiedBy()).isEqualTo("stripe:" + other.id());
    assertThat(both()).isEqualTo("500 0, 510 0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherThatIsSeenWithItsRefundLeavesItUndone(boolean isApart) {
    complete();
    stripe.apply(paid.refunded(1000));
    var other = Paying.forPack(referred, "10");
    if (isApart) stripe.apply(other);
    stripe.apply(other.refunded(1000));
    assertThat(history())
        .isEqualTo(
            "pending, completed, reversed purchase_refunded, completed purchase_made, "
                + "reversed purchase_refunded");
    assertThat(both()).isEqualTo("0 0, 0 0");
  }
}
