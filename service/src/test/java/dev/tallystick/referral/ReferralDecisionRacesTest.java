package dev.tallystick.referral;

import static dev.tallystick.postgres.Eventually.eventually;
import static dev.tallystick.referral.TestingPlay.completed;
import static dev.tallystick.referral.TestingPlay.playEach;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.TestingClock;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.referral.TestingUsers.Someone;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Decisions about one referral that are made at once, by two services on one database.
class ReferralDecisionRacesTest {
  private static final DatabaseUrl url = TestingDatabase.fresh();
  private static final Database database = Database.open(url, 8);
  private static final Database other = Database.open(url, 8);
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(database);

  private static final DirectReferrals here = decided(database);
  private static final DirectReferrals there = decided(other);

  @AfterAll
  static void close() {
    other.close();
    database.close();
  }

  private static DirectReferrals decided(Database on) {
    var program =
        Program.of(
            Map.of(
                "TALLY_REFERRAL_COMPLETES",
                "at_once",
                "TALLY_REFERRAL_WEIGHTS",
                "same_network=100,velocity=0"));
    return DirectReferrals.on(on, program, InstantSource.system());
  }

  private static Pair pair(List<Someone> two) {
    return new Pair(two.getFirst().id(), two.getLast().id());
  }

  private static Pair held(List<Someone> two) {
    TestingUsers.shareNetwork(database, two);
    assertThat(here.redeem(two.getFirst().code(), two.getLast().id()))
        .isInstanceOf(Redemption.HeldForReview.class);
    return pair(two);
  }

  private static void redeem(List<Someone> two) {
    assertThat(there.redeem(two.getFirst().code(), two.getLast().id()))
        .isInstanceOf(Redemption.Completed.class);
  }

  private static Callable<Decision> reversal(DirectReferrals all, Pair pair) {
    return () -> all.reverse(pair);
  }

  @Test
  void approvedAndRejectedAtOnceItTakesOnePath() {
    playEach(
        database,
        "approve and reject",
        play -> {
          var two = play.users(2);
          var pair = held(two);
          var decisions =
              play.<Decision>atOnce(List.of(() -> here.approve(pair), () -> there.reject(pair)));
          assertThat(decisions).filteredOn(Decision.Decided.class::isInstance).hasSize(1);
          assertThat(decisions).filteredOn(Decision.StatusConflict.class::isInstance).hasSize(1);
          boolean isApproved = decisions.getFirst() instanceof Decision.Decided;
          assertThat(play.history(pair))
              .isEqualTo(
                  isApproved
                      ? "review, review > pending, pending > completed"
                      : "review, review > rejected");
          assertThat(play.stored(two))
              .isEqualTo(isApproved ? completed(1) : "0 used, 0 completed, 0 grants");
        });
  }

  @Test
  void rejectedByManyAtOnceItIsRejectedOnce() {
    playEach(
        database,
        "reject",
        play -> {
          var pair = held(play.users(2));
          var decisions =
              play.<Decision>atOnce(
                  List.of(
                      () -> here.reject(pair), () -> there.reject(pair), () -> there.reject(pair)));
          assertThat(decisions).filteredOn(Decision.Decided.class::isInstance).hasSize(1);
          assertThat(decisions).filteredOn(Decision.Replayed.class::isInstance).hasSize(2);
          assertThat(play.history(pair)).isEqualTo("review, review > rejected");
        });
  }

  @Test
  void anAppealAndARedemptionDoNotBothTakeTheLastSlot() {
    playEach(
        database,
        "appeal and redeem",
        play -> {
          var three = play.users(3);
          var referrer = three.getFirst();
          var pair = held(three.subList(0, 2));
          assertThat(here.reject(pair)).isInstanceOf(Decision.Decided.class);
          TestingUsers.setLimit(database, referrer, 1);
          var ends =
              play.<Object>atOnce(
                  List.of(
                      () -> here.appeal(pair),
                      () -> there.redeem(referrer.code(), three.getLast().id())));
          boolean isAppealed = ends.getFirst() instanceof Decision.Decided;
          assertThat(ends.getFirst())
              .isInstanceOf(isAppealed ? Decision.Decided.class : Decision.LimitReached.class);
          assertThat(ends.getLast())
              .isInstanceOf(
                  isAppealed ? Redemption.LimitReached.class : Redemption.Completed.class);
          assertThat(play.stored(List.of(referrer))).isEqualTo(completed(1));
        });
  }

  @Test
  void reversedByManyAtOnceCreditsGoBackOnce() {
    playEach(
        database,
        "reverse",
        play -> {
          var two = play.users(2);
          var pair = pair(two);
          redeem(two);
          var decisions =
              play.<Decision>atOnce(
                  List.of(
                      reversal(here, pair),
                      reversal(there, pair),
                      reversal(here, pair),
                      reversal(there, pair)));
          assertThat(decisions).filteredOn(Decision.Decided.class::isInstance).hasSize(1);
          assertThat(decisions).filteredOn(Decision.Replayed.class::isInstance).hasSize(3);
          assertThat(play.reversed(two)).isEqualTo("1000.000000 in 2");
          assertThat(play.history(pair))
              .isEqualTo("pending, pending > completed, completed > reversed");
        });
  }

  @Test
  void reversedAndReinstatedAtOnceEachFindsWhatTheOtherLeft() {
    playEach(
        database,
        "reverse and reinstate",
        play -> {
          var two = play.users(2);
          var pair = pair(two);
          redeem(two);
          var decisions =
              play.<Decision>atOnce(
                  List.of(
                      reversal(here, pair),
                      reversal(there, pair),
                      () -> here.reinstate(pair),
                      () -> there.reinstate(pair)));
          long moved = decisions.stream().filter(Decision.Decided.class::isInstance).count();
          var path = new StringBuilder("pending, pending > completed");
          for (int i = 0; i < moved; i++) {
            path.append(i % 2 == 0 ? ", completed > reversed" : ", reversed > completed");
          }
          assertThat(play.history(pair)).isEqualTo(path.toString());
          assertThat(play.stored(two))
              .isEqualTo("1 used, %d completed, 2 grants".formatted(1 - moved % 2));
        });
  }

  private static DirectReferrals atPurchase(Database on) {
    var program = Program.of(Map.of("TALLY_REFERRAL_COMPLETES", "first_purchase"));
    return DirectReferrals.on(on, program, InstantSource.system());
  }

  @Test
  void refundedAndRedeemedAtOnceItGivesNothing() {
    playEach(
        database,
        "refund and redeem",
        play -> {
          var two = play.users(2);
          var referred = two.getLast().id();
          var bought = atPurchase(database).buy(referred, "bought");
          play.<Object>atOnce(
              List.of(
                  () -> atPurchase(database).redeem(two.getFirst().code(), referred),
                  () -> atPurchase(other).refund(referred, bought)));
          assertThat(play.history(pair(two)))
              .isIn("pending", "pending, pending > completed, completed > reversed");
          assertThat(play.stored(two)).startsWith("1 used, 0 completed, ");
        });
  }

  @Test
  void refundedAndDueAtOnceItGivesNothing() {
    playEach(
        database,
        "refund and complete",
        play -> {
          var two = play.users(2);
          var referred = two.getLast().id();
          var _ = atPurchase(database).redeem(two.getFirst().code(), referred);
          var bought = atPurchase(database).buy(referred, "bought");
          play.<Object>atOnce(
              List.of(
                  () -> atPurchase(database).completeDue(),
                  () -> atPurchase(other).completeDue(),
                  () -> atPurchase(other).refund(referred, bought)));
          assertThat(play.history(pair(two)))
              .isIn("pending", "pending, pending > completed, completed > reversed");
          assertThat(play.stored(two)).startsWith("1 used, 0 completed, ");
        });
  }

  @Test
  void refundedAndBoughtAgainAtOnceItStands() {
    playEach(
        database,
        "refund and buy",
        play -> {
          var two = play.users(2);
          var referred = two.getLast().id();
          var bought = atPurchase(database).buy(referred, "bought");
          var _ = atPurchase(database).redeem(two.getFirst().code(), referred);
          play.<Object>atOnce(
              List.of(
                  () -> atPurchase(database).buy(referred, "again"),
                  () -> atPurchase(other).refund(referred, bought)));
          assertThat(play.history(pair(two)))
              .startsWith("pending, pending > completed, completed > ")
              .endsWith(" > completed");
          assertThat(play.stored(two)).isEqualTo("1 used, 1 completed, 2 grants");
        });
  }

  @Test
  void ofTwoPurchasesThatGoBackAtOnceNoneKeepsIt() {
    playEach(
        database,
        "refund both",
        play -> {
          var two = play.users(2);
          var referred = two.getLast().id();
          var first = atPurchase(database).buy(referred, "first");
          var second = atPurchase(database).buy(referred, "second");
          var _ = atPurchase(database).redeem(two.getFirst().code(), referred);
          play.<Object>atOnce(
              List.of(
                  () -> atPurchase(database).refund(referred, first, "first goes"),
                  () -> atPurchase(other).refund(referred, second, "second goes")));
          assertThat(play.history(pair(two)))
              .startsWith("pending, pending > completed, ")
              .endsWith("completed > reversed");
          assertThat(play.stored(two)).startsWith("1 used, 0 completed, ");
        });
  }

  @Test
  void boughtTwiceAtOnceItIsPutBackOnce() {
    playEach(
        database,
        "buy twice",
        play -> {
          var two = play.users(2);
          var referred = two.getLast().id();
          var bought = atPurchase(database).buy(referred, "bought");
          var _ = atPurchase(database).redeem(two.getFirst().code(), referred);
          var _ = atPurchase(database).refund(referred, bought);
          play.<Object>atOnce(
              List.of(
                  () -> atPurchase(database).buy(referred, "again"),
                  () -> atPurchase(other).buy(referred, "and again")));
          assertThat(play.history(pair(two)))
              .isEqualTo(
                  "pending, pending > completed, completed > reversed, reversed > completed");
          assertThat(play.stored(two)).isEqualTo("1 used, 1 completed, 2 grants");
        });
  }

  @Test
  void whatQualifiesAtTheLastMomentDoesNotExpire() throws Exception {
    var clock = new TestingClock();
    var program = Program.DEFAULT;
    var two = TestingUsers.make(database, new Random(7), 2, TestingClock.START);
    var later = DirectReferrals.on(database, program, clock);
    var _ = later.redeem(two.getFirst().code(), two.getLast().id());
    var inTime = clock.in(Duration.ofDays(90)).minusMillis(1);
    clock.set(clock.in(Duration.ofDays(90)));

    // A call whose transaction began in time, and commits when the referral is looked at.
    var isQualified = new CountDownLatch(1);
    var mayCommit = new CountDownLatch(1);
    var calling =
        CompletableFuture.runAsync(
            () ->
                other.useTransaction(
                    tx -> {
                      there.charge(tx, two.getLast().id(), inTime);
                      isQualified.countDown();
                      await(mayCommit);
                    }),
            Thread::startVirtualThread);
    isQualified.await();
    var expiring = CompletableFuture.supplyAsync(later::expireOverdue, Thread::startVirtualThread);
    eventually("waiting for the call", ReferralDecisionRacesTest::someoneWaits);
    mayCommit.countDown();
    calling.join();
    assertThat(expiring.join()).isZero();
    assertThat(later.completeDue()).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final String WAITING =
      """
      SELECT EXISTS (SELECT FROM pg_stat_activity
                      WHERE datname = current_database() AND wait_event_type = 'Lock')
      """;

  private static boolean someoneWaits() {
    return database.inTransaction(tx -> tx.query(WAITING).mapTo(Boolean.class).one());
  }
}
