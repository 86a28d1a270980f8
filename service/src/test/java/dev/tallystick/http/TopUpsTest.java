package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.tallystick.credit.Ledger;
import dev.tallystick.stripe.TestingStripe;
import dev.tallystick.stripe.topup.ShortfallNotices;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Credits are bought when they run short, once for each shortfall.
class TopUpsTest {
  @RegisterExtension private static final TestingStripe stripe = TestingStripe.start();

  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(stripe.server());

  private static final TestingTopUps topUps = new TestingTopUps(stripe);

  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  private static TestingServer server() {
    return stripe.server();
  }

  @AfterEach
  void everythingWorksAgain() {
    stripe.simulator().faults().up();
    stripe.simulator().faults().acceptCards();
  }

  /// What a server does each minute.
  private static void sweep() {
    var books = new Ledger(server().database(), server().clock(), IDS::generate);
    var _ = new ShortfallNotices(server().database(), books, server().clock()).noticeShort();
  }

  @Test
  void creditsAreBoughtWhenACallLeavesTooFew() {
    var user = topUps.payer("501").id();
    topUps.enable(user, "500", "starter", 5_000);
    assertThat(topUps.topUps(user)).isEmpty();
    topUps.call(user);
    var standing = topUps.await(user, "paid");
    assertThat(standing.at("monthlyAmount")).isEqualTo("1000");
    assertThat(standing.at("latest.credits")).isEqualTo("1000");
    assertThat(server().balance(user).at("available")).isEqualTo("1498.39723");
    assertThat(topUps.payments(user)).containsExactly("succeeded 1000 usd");
    assertThat(topUps.grants(user)).containsExactly("1000");
    assertThat(topUps.alerts(user)).containsExactly("top_up_paid");
    assertThat(topUps.told(user))
        .isEqualTo("1000 credits were bought for 10.00 USD, because you were running short.");
  }

  @Test
  void fiveHundredCallsAtOnceNoticeOneShortfall() throws Exception {
    var user = topUps.payer("600").id();
    topUps.enable(user, "500", "starter", 100_000);
    var calls =
        Collections.<Callable<Reply>>nCopies(
            500, () -> server().post("/v1/messages", Calls.call(user)));
    try (var executor = Executors.newFixedThreadPool(64, Thread.ofVirtual().factory())) {
      for (var done : executor.invokeAll(calls)) done.get().expect(201);
    }
    // 1301.385 were spent of 600: 701.385 of debt, and then two packs on top of it.
    eventually("all is bought", () -> topUps.standing(user).at("latest.status").equals("paid"));
    sweep();
    eventually(
        "no more is open",
        () -> topUps.topUps(user).stream().allMatch(it -> it.startsWith("paid")));
    assertThat(new BigDecimal(server().balance(user).at("available")))
        .isBetween(new BigDecimal("500"), new BigDecimal("1500"));
    assertThat(topUps.payments(user)).hasSameSizeAs(topUps.topUps(user));
    assertThat(topUps.payments(user)).hasSizeBetween(1, 2);
    assertThat(topUps.grants(user)).hasSameSizeAs(topUps.topUps(user));
  }

  @Test
  void debtIsCoveredToo() {
    var user = topUps.payer("1").id();
    for (int i = 0; i < 3; i++) topUps.call(user);
    assertThat(server().balance(user).at("available")).isEqualTo("-6.80831");
    topUps.enable(user, "999", "starter", 5_000);
    topUps.await(user, "paid");
    assertThat(topUps.topUps(user)).containsExactly("paid 2 2000 usd");
    assertThat(topUps.payments(user)).containsExactly("succeeded 2000 usd");
    assertThat(server().balance(user).at("available")).isEqualTo("1993.19169");
    assertThat(server().balance(user).at("debt")).isEqualTo("0");
  }

  private static final String SHORT_BEFORE =
      """
      WITH a AS (
          UPDATE tally.credit_accounts SET short_below = 500 WHERE user_id = :user
      )
      INSERT INTO tally.auto_top_ups (user_id, is_enabled, below, pack, monthly_amount_max)
      VALUES (:user, true, 500, 'starter', 5000)
      """;

  @Test
  void whoIsShortBeforeCostsNoRowWithEachCall() {
    var user = server().userWith("400");
    // So that the sweep does not notice it either.
    server().post("/v1/users/%s/suspend".formatted(user), "{\"reason\": \"away\"}").expect(200);
    server().database().useTransaction(tx -> tx.update(SHORT_BEFORE).bind("user", user).execute());
    for (int i = 0; i < 3; i++) topUps.call(user);
    sweep();
    assertThat(topUps.topUps(user)).isEmpty();
    server().post("/v1/users/%s/reactivate".formatted(user), "").expect(200);
    sweep();
    assertThat(topUps.topUps(user)).hasSize(1);
  }

  @Test
  void aShortfallThatIsOverIsNotPaid() {
    var user = topUps.payer("501").id();
    stripe.simulator().faults().down();
    topUps.enable(user, "500", "starter", 5_000);
    topUps.call(user);
    topUps.awaitTried(user);
    server().grant(user, "gift", "100");
    stripe.simulator().faults().up();
    server().clock().set(server().clock().in(Duration.ofMinutes(11)));
    topUps.await(user, "recovered");
    assertThat(topUps.payments(user)).isEmpty();
  }

  @Test
  void nothingIsPaidOnceItIsSwitchedOff() {
    var user = topUps.payer("501").id();
    stripe.simulator().faults().down();
    topUps.enable(user, "500", "starter", 5_000);
    topUps.call(user);
    topUps.await(user, "paying");
    topUps.set(user, "{\"enabled\": false}").expect(200);
    topUps.await(user, "canceled");
    stripe.simulator().faults().up();
    assertThat(topUps.payments(user)).isEmpty();
    sweep();
    assertThat(topUps.topUps(user)).hasSize(1);
  }

  @Test
  void aMonthCostsNoMoreThanTheUserAllows() {
    var user = topUps.payer("501").id();
    topUps.enable(user, "500", "starter", 1_999);
    topUps.call(user);
    topUps.await(user, "paid");
    server()
        .run(
            "UPDATE tally.credit_accounts SET short_below = 5000 WHERE user_id = '%s'"
                .formatted(user));
    server().run("UPDATE tally.auto_top_ups SET below = 5000 WHERE user_id = '%s'".formatted(user));
    sweep();
    topUps.await(user, "capped");
    assertThat(topUps.alerts(user)).containsExactly("top_up_capped", "top_up_paid");
    assertThat(topUps.told(user))
        .isEqualTo(
            "Fewer than 5000 credits are left, and none are bought before 2026-10-01: more would"
                + " cost over the 19.99 USD that you set for a month.");
    // Neither again and again, nor told twice.
    sweep();
    assertThat(topUps.topUps(user)).containsExactly("paid 1 1000 usd", "capped");
    var before = server().clock().instant();
    server().clock().set(before.plus(Duration.ofDays(25)));
    sweep();
    topUps.await(user, "paid");
    assertThat(topUps.topUps(user)).hasSize(3);
    assertThat(topUps.standing(user).at("monthlyAmount")).isEqualTo("1000");
  }

  @Test
  void twoServersBuyOnce() throws Exception {
    try (var other = server().another()) {
      var users = new ArrayList<UUID>();
      for (int i = 0; i < 8; i++) users.add(topUps.payer("501").id());
      var calls = new ArrayList<Callable<Reply>>();
      for (var user : users) {
        topUps.enable(user, "500", "starter", 100_000);
        for (int i = 0; i < 4; i++) {
          var call = Calls.call(user);
          var where = i % 2 == 0 ? server() : other;
          calls.add(() -> where.post("/v1/messages", call));
        }
      }
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var done : executor.invokeAll(calls)) done.get().expect(201);
      }
      for (var user : users) topUps.await(user, "paid");
      sweep();
      for (var user : users) {
        assertThat(topUps.payments(user)).containsExactly("succeeded 1000 usd");
        assertThat(topUps.grants(user)).containsExactly("1000");
      }
    }
  }
}
