package dev.tallystick.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.http.LedgerHolds;
import dev.tallystick.simulator.People;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is paid at a Stripe that sends webhooks, and what follows from it.
class PurchasesFromStripeTest {
  private static String basic = "";
  private static String pro = "";
  private static String yearly = "";

  @RegisterExtension
  private static final TestingStripe stripe =
      TestingStripe.startWith(
          simulator -> {
            basic = simulator.people().createPrice(1000, "usd", "month");
            pro = simulator.people().createPrice(3000, "usd", "month");
            yearly = simulator.people().createPrice(10_000, "usd", "year");
            return Map.of("TALLY_STRIPE_PLANS", plans());
          });

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(stripe.server());

  private final People people = stripe.simulator().people();
  private final UUID user = stripe.user();
  private final String customer =
      people.createCustomer("x@example.com", Map.of(StripeApi.USER, user.toString()));

  @AfterEach
  void reset() {
    stripe.simulator().deliveries().reset();
  }

  private String pay() {
    var metadata =
        Map.of(
            StripeApi.USER, user.toString(),
            StripeApi.CREDITS, "1000",
            StripeApi.CHECKOUT, UUID.randomUUID().toString());
    return people.pay(customer, 2000, "usd", metadata);
  }

  private static final String HOLDS =
      """
      SELECT concat_ws(' ', coalesce(sum(g.balance), 0)::float8, a.debt::float8)
        FROM tally.credit_accounts AS a
        LEFT JOIN tally.credit_grants AS g ON g.user_id = a.user_id AND g.expires_at IS NULL
       WHERE a.user_id = :user
       GROUP BY a.debt
      """;

  /// What is left of packs, and the debt.
  private String holds() {
    stripe.awaitApplied();
    return text(HOLDS).getFirst();
  }

  private static final String GRANTS =
      """
      SELECT concat_ws(' ', split_part(operation_id, ':', 3), type, round(principal, 2)::float8,
                       expires_at - created_at)
        FROM tally.credit_grants
       WHERE user_id = :user
       ORDER BY id
      """;

  private List<String> grants() {
    stripe.awaitApplied();
    return text(GRANTS);
  }

  private List<String> text(String sql) {
    return stripe
        .server()
        .database()
        .inTransaction(tx -> tx.query(sql).bind("user", user).mapTo(String.class).list());
  }

  @Test
  void aPackIsGivenOnceAndGoesBackAsItsMoneyDoes() {
    var payment = pay();
    assertThat(holds()).isEqualTo("1000 0");
    people.refund(payment, 500);
    assertThat(holds()).isEqualTo("750 0");
    var slow = people.refundSlowly(payment, 1000);
    assertThat(holds()).isEqualTo("250 0");
    people.failRefund(slow);
    assertThat(holds()).isEqualTo("750 0");
    people.refund(payment);
    assertThat(holds()).isEqualTo("0 0");
  }

  @Test
  void aDisputeSetsAsideAndIsWonOrLost() {
    var won = people.dispute(pay(), 2000);
    var lost = people.dispute(pay(), 1000);
    people.inquire(pay(), 2000);
    assertThat(holds()).isEqualTo("1500 0");
    people.winDispute(won);
    people.loseDispute(lost);
    assertThat(holds()).isEqualTo("2500 0");
  }

  @Test
  void whatFollowedFromMoneyIsNotUndoneByHand() {
    people.refund(pay(), 500);
    assertThat(holds()).isEqualTo("750 0");
    var reversal = text("SELECT id::text FROM tally.credit_reversals WHERE user_id = :user");
    var path = "/v1/users/%s/reversals/%s/restore".formatted(user, reversal.getFirst());
    var refused = stripe.server().post(path, "").expect(409);
    assertThat(refused.at("code")).isEqualTo("reversal_of_payment");
    assertThat(holds()).isEqualTo("750 0");
  }

  @Test
  void webhooksThatComeTwiceInAnyOrderOrNotAtAllChangeNothing() {
    var deliveries = stripe.simulator().deliveries();
    deliveries.duplicate(50);
    deliveries.reorder(true);
    deliveries.drop(40);
    for (int i = 0; i < 6; i++) {
      var payment = pay();
      people.refund(payment, 200);
      people.loseDispute(people.dispute(payment, 400));
      people.winDispute(people.dispute(pay(), 2000));
    }
    deliveries.awaitIdle();
    deliveries.drop(0);
    deliveries.redeliver();
    assertThat(holds()).isEqualTo(6 * 700 + 6 * 1000 + " 0");
  }

  @Test
  void aRefundThatArrivesBeforeItsPaymentIsNotLost() {
    var deliveries = stripe.simulator().deliveries();
    stripe.awaitApplied();
    deliveries.drop(100);
    var payment = pay();
    people.refund(payment, 800);
    deliveries.awaitIdle();
    deliveries.reset();
    deliveries.resend(
        deliveries.events().stream()
            .filter(event -> event.type().equals("charge.refunded"))
            .toList());
    assertThat(holds()).isEqualTo("600 0");
    deliveries.redeliver();
    assertThat(holds()).isEqualTo("600 0");
    assertThat(grants()).hasSize(1);
  }

  @Test
  void aSubscriptionGivesEachMonthAndAChangeOfIt() {
    var subscription = people.subscribe(customer, basic);
    assertThat(grants()).hasSize(1).last().asString().matches("1 purchase 1000 3\\d days");
    people.changePlan(subscription, pro, "always_invoice");
    assertThat(grants())
        .hasSize(2)
        .last()
        .asString()
        .matches("change purchase (19|20)\\d\\d.* 3\\d days");
    people.refund(people.paymentOf(people.renew(subscription).orElseThrow()).orElseThrow(), 1500);
    stripe.awaitApplied();
    stripe.server().clock().set(stripe.server().clock().in(Duration.ofDays(31)));
    giveDue();
    assertThat(grants()).hasSize(3).last().asString().startsWith("1 purchase 3000");
    assertThat(text("SELECT amount::float8 FROM tally.credit_reversals WHERE user_id = :user"))
        .containsExactly("1500");
  }

  @Test
  void aYearGivesTwelveTimes() {
    people.subscribe(customer, yearly);
    assertThat(grants()).hasSize(1);
    for (int month = 1; month < 14; month++) {
      stripe.server().clock().set(stripe.server().clock().in(Duration.ofDays(30)));
      giveDue();
    }
    assertThat(grants()).hasSize(12).last().asString().startsWith("12 purchase 1000");
  }

  /// As the job does, at the server's time.
  private static void giveDue() {
    var server = stripe.server();
    var direct = DirectPurchases.on(server.database(), Map.of("TALLY_STRIPE_PLANS", plans()));
    direct.books().pass(Duration.between(direct.books().now(), server.clock().instant()));
    var _ = direct.months().giveDue();
  }

  private static String plans() {
    return "%s=1000,%s=3000,%s=1000".formatted(basic, pro, yearly);
  }
}
