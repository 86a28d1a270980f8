package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.account.Actor;
import dev.tallystick.credit.TestingBooks;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.postgres.Database;
import dev.tallystick.stripe.topup.AutoTopUp;
import dev.tallystick.stripe.topup.AutoTopUps;
import dev.tallystick.stripe.topup.ShortfallNotices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whose money went back is not charged again for the credits that went with it.
class MoneyBackTest {
  private static final Database DATABASE = Database.open(TestingDatabase.fresh(), 5);
  @RegisterExtension private static final LedgerHolds HOLDS = new LedgerHolds(DATABASE);

  private final DirectPurchases stripe = DirectPurchases.on(DATABASE);
  private final TestingBooks books = stripe.books();
  private final AutoTopUps topUps = new AutoTopUps(DATABASE, books.ledger(), books::now);
  private final UUID user = stripe.customer();
  private final Paying paid = Paying.forPack(user, "1000");
  private final Paying topUp =
      paid.without(StripeApi.CHECKOUT).with(StripeApi.TOP_UP, UUID.randomUUID().toString());

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @BeforeEach
  void pays() {
    stripe.apply(topUp);
    enable();
  }

  private void enable() {
    var wish =
        new AutoTopUp.Wish(
            true,
            Optional.of(TestingBooks.credits("500")),
            Optional.of("starter"),
            Optional.of(5_000L));
    assertThat(topUps.set(user, wish, new Actor.Job("test")))
        .isInstanceOf(AutoTopUps.Setting.Set.class);
  }

  /// Whether it is on, or why not.
  private String standing() {
    var settings = topUps.standing(user, Map.of()).orElseThrow().settings().orElseThrow();
    return settings.isEnabled() ? "on" : settings.disabledReason().orElse("off");
  }

  private List<String> alerts() {
    return DATABASE.inTransaction(
        tx ->
            tx.query(
                    "SELECT details ->> 'reason' FROM tally.alerts WHERE user_id = :user ORDER BY id")
                .bind("user", user)
                .mapTo(String.class)
                .list());
  }

  private int noticed() {
    return new ShortfallNotices(DATABASE, books.ledger(), books::now).noticeShort();
  }

  @Test
  void aDisputeSwitchesItOffOnce() {
    var open = topUp.disputed(600, "needs_response");
    stripe.apply(open);
    assertThat(standing()).isEqualTo("payment_disputed");
    assertThat(alerts()).containsExactly("payment_disputed");
    assertThat(books.holds(user)).isEqualTo("400 0");
    assertThat(noticed()).isZero();
    enable();
    stripe.apply(open);
    stripe.apply(topUp.disputed(600, "lost"));
    assertThat(standing()).isEqualTo("on");
    stripe.apply(topUp.disputed(600, "lost", 100, "needs_response"));
    assertThat(standing()).isEqualTo("payment_disputed");
    assertThat(alerts()).hasSize(2);
  }

  @Test
  void aRefundedTopUpSwitchesItOffOnce() {
    stripe.apply(topUp.refunded(600));
    assertThat(standing()).isEqualTo("payment_refunded");
    assertThat(alerts()).containsExactly("payment_refunded");
    assertThat(noticed()).isZero();
    enable();
    stripe.apply(topUp.refunded(600));
    assertThat(standing()).isEqualTo("on");
    stripe.apply(topUp.refunded(700));
    assertThat(standing()).isEqualTo("payment_refunded");
  }

  @Test
  void aDisputeThatIsHeardOfWithItsPaymentCountsAndAnInquiryDoesNot() {
    var other = Paying.forPack(user, "1000");
    stripe.apply(other.disputed(1000, "warning_needs_response"));
    assertThat(standing()).isEqualTo("on");
    var third = Paying.forPack(user, "1000");
    stripe.apply(third.disputed(1000, "lost"));
    assertThat(standing()).isEqualTo("payment_disputed");
  }

  @Test
  void aDisputedPaymentOfAnInvoiceCounts() {
    var invoice = Billing.of(user).line("price_basic", 1, "2026-11-01", "2026-12-01");
    var payment = Paying.forInvoice(2000);
    stripe.apply(invoice, payment);
    assertThat(standing()).isEqualTo("on");
    stripe.apply(invoice, payment.disputed(2000, "needs_response"));
    assertThat(standing()).isEqualTo("payment_disputed");
  }

  @Test
  void aRefundOfWhatWasBoughtByHandLeavesItOn() {
    var other = Paying.forPack(user, "1000");
    stripe.apply(other);
    stripe.apply(other.refunded(1000));
    assertThat(standing()).isEqualTo("on");
    assertThat(alerts()).isEmpty();
  }
}
