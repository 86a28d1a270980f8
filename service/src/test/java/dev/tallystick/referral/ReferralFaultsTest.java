package dev.tallystick.referral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.credit.LedgerVerification;
import dev.tallystick.http.TestingClock;
import dev.tallystick.postgres.CuttingProxy;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.postgres.SqlState;
import dev.tallystick.referral.TestingUsers.Someone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each thing that moves a referral, with the connection lost between any two statements, and after
/// the COMMIT whose answer never came: all of it happened or nothing, and trying again ends as if
/// nothing had gone wrong.
class ReferralFaultsTest {
  private static final DatabaseUrl url = TestingDatabase.fresh();
  private static final CuttingProxy proxy = CuttingProxy.of(url);
  private static final Database direct = Database.open(url, 2);
  private static final Database behind = Database.open(proxy.url(), 1);
  private static final TestingClock CLOCK = new TestingClock();
  private static final Random RANDOM = new Random(6);

  private static final Map<String, String> AT_ONCE = Map.of();
  private static final Map<String, String> LATER =
      Map.of("TALLY_REFERRAL_COMPLETES", "first_message");
  private static final Map<String, String> AT_PURCHASE =
      Map.of("TALLY_REFERRAL_COMPLETES", "first_purchase");
  private static final Map<String, String> AFTER_A_HOLD = Map.of("TALLY_REFERRAL_HOLD_DAYS", "1");

  @AfterAll
  static void close() {
    behind.close();
    direct.close();
    proxy.close();
  }

  /// Two users who are new to each other.
  record Scene(Someone referrer, Someone referred) {
    Pair pair() {
      return new Pair(referrer.id(), referred.id());
    }

    UUID message() {
      return referred.id();
    }

    /// A model that nobody else calls.
    String model() {
      return "model-" + referred.id();
    }
  }

  interface Act extends BiConsumer<DirectReferrals, Scene> {}

  /// Something that happens to two users.
  ///
  /// @param settings of the program
  /// @param before what happened to them before
  record Deed(String name, Map<String, String> settings, Act before, Act act) {
    void prepare(Scene scene) {
      before.accept(on(direct), scene);
    }

    void act(Scene scene) {
      act.accept(on(behind), scene);
    }

    private DirectReferrals on(Database database) {
      var environment = new HashMap<>(settings);
      environment.putIfAbsent("TALLY_REFERRAL_COMPLETES", "at_once");
      environment.put("TALLY_REFERRAL_WEIGHTS", "velocity=0,same_network=100");
      return DirectReferrals.on(database, Program.of(environment), CLOCK);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static void call(DirectReferrals all, Scene scene) {
    all.call(scene.referred().id(), scene.message(), scene.model());
  }

  private static Stream<Deed> deeds() {
    Act nothing = (_, _) -> {};
    Act redeem = (all, scene) -> all.redeem(scene.referrer().code(), scene.referred().id());
    Act share =
        (_, scene) ->
            TestingUsers.shareNetwork(direct, List.of(scene.referrer(), scene.referred()));
    Act redeemHeld = both(share, redeem);
    Act due = both(redeem, sql("UPDATE tally.referrals SET due_at = created_at" + OF_REFERRED));
    Act complete = (all, _) -> all.completeDue();
    Act expire = (all, _) -> all.expireOverdue();
    Act approve = (all, scene) -> all.approve(scene.pair());
    Act appeal = (all, scene) -> all.appeal(scene.pair());
    Act reject = (all, scene) -> all.reject(scene.pair());
    Act reverse = (all, scene) -> all.reverse(scene.pair());
    Act reinstate = (all, scene) -> all.reinstate(scene.pair());
    Act price = (all, scene) -> all.price(scene.model());
    Act charge = (all, _) -> all.chargeLate();
    Act buy = (all, scene) -> all.buy(scene.referred().id(), "bought");
    Act buyAgain = (all, scene) -> all.buy(scene.referred().id(), "bought again");
    Act bought = both(buy, redeem);
    Act refund =
        (all, scene) -> all.refund(scene.referred().id(), all.buy(scene.referred().id(), "bought"));
    Act restore = (all, scene) -> all.restore(scene.referred().id());
    return Stream.of(
        new Deed("redeems and completes", AT_ONCE, nothing, redeem),
        new Deed("redeems and waits", LATER, nothing, redeem),
        new Deed("redeems and is held", AT_ONCE, share, redeem),
        new Deed("redeems and is refused", AT_ONCE, sql(FULL), redeem),
        new Deed("completes when due", AFTER_A_HOLD, due, complete),
        new Deed("is held when due", AFTER_A_HOLD, both(due, share), complete),
        new Deed("expires", LATER, both(redeem, sql(OVERDUE)), expire),
        new Deed("expires with a user who is gone", LATER, both(redeem, sql(GONE)), expire),
        new Deed("is approved", AT_ONCE, redeemHeld, approve),
        new Deed("is approved on appeal", AT_ONCE, both(redeemHeld, reject), appeal),
        new Deed("is rejected", AT_ONCE, redeemHeld, reject),
        new Deed("is reversed", AT_ONCE, redeem, reverse),
        new Deed("is reinstated", AT_ONCE, both(redeem, reverse), reinstate),
        new Deed(
            "is priced later", LATER, both(redeem, both(ReferralFaultsTest::call, price)), charge),
        new Deed("buys", AT_PURCHASE, redeem, buy),
        new Deed("gets a refund while it waits", AT_PURCHASE, both(redeem, buy), refund),
        new Deed("gets a refund", AT_PURCHASE, bought, refund),
        new Deed("gets one of two back", AT_PURCHASE, both(bought, buyAgain), refund),
        new Deed("buys after a refund", AT_PURCHASE, both(bought, refund), buyAgain),
        new Deed("has the refund undone", AT_PURCHASE, both(bought, refund), restore));
  }

  private static final String OF_REFERRED = " WHERE referred_id = :referred";
  private static final String OVERDUE =
      "UPDATE tally.referrals SET qualifies_until = created_at" + OF_REFERRED;
  private static final String GONE =
      "UPDATE tally.users SET status = 'deleted' WHERE id = :referrer";
  private static final String FULL =
      "UPDATE tally.users SET referral_limit = 0 WHERE id = :referrer";

  private static Act both(Act first, Act second) {
    return (all, scene) -> {
      first.accept(all, scene);
      second.accept(all, scene);
    };
  }

  private static Act sql(String sql) {
    return (_, scene) -> run(scene, sql);
  }

  private static void run(Scene scene, String sql) {
    var named =
        sql.replace(":referrer", "'" + scene.referrer().id() + "'")
            .replace(":referred", "'" + scene.referred().id() + "'");
    direct.useTransaction(tx -> tx.update(named).execute());
  }

  @ParameterizedTest
  @MethodSource("deeds")
  void isWholeOrNotAtAllWhereverTheConnectionIsLost(Deed deed) {
    var calm = Calm.of(deed);
    var left = cutEverywhere(deed, calm);
    // Before the first nothing is to be seen; where only the answer to the COMMIT is lost, all is.
    assertThat(left).hasSizeGreaterThan(4);
    assertThat(left.getFirst()).isEqualTo(calm.before());
    assertThat(left).contains(calm.after());
  }

  @Test
  void aCallIsTriedAgainByItselfAndQualifiesOnce() {
    Act redeemAndPrice =
        (all, scene) -> {
          all.price(scene.model());
          var _ = all.redeem(scene.referrer().code(), scene.referred().id());
        };
    var deed = new Deed("calls", LATER, redeemAndPrice, ReferralFaultsTest::call);
    var calm = Calm.of(deed);
    assertThat(calm.after()).contains("1 qualifies it");
    assertThat(cutEverywhere(deed, calm)).hasSizeGreaterThan(8).containsOnly(calm.after());
  }

  /// What is stored before and after a deed when nothing goes wrong.
  private record Calm(String before, String after) {
    static Calm of(Deed deed) {
      var scene = prepared(deed);
      var before = state(scene);
      deed.act(scene);
      return new Calm(before, state(scene));
    }
  }

  /// Cuts at each moment of a deed, each time for others, and does it again. Returns what was there
  /// before that. What is there at any time is what the ledger was proven to hold with.
  private static List<String> cutEverywhere(Deed deed, Calm calm) {
    assertLedgerHolds();
    var left = new ArrayList<String>();
    for (int moment = 1; ; moment++) {
      var scene = prepared(deed);
      assertThat(state(scene)).isEqualTo(calm.before());
      boolean isCut = isCutBefore(moment, deed, scene);
      var state = state(scene);
      if (isCut) {
        left.add(state);
        assertThat(state).as("cut before moment %d", moment).isIn(calm.before(), calm.after());
        deed.act(scene);
        assertThat(state(scene)).as("again after moment %d", moment).isEqualTo(calm.after());
      } else {
        assertThat(state).isEqualTo(calm.after());
        assertLedgerHolds();
        return left;
      }
    }
  }

  private static Scene prepared(Deed deed) {
    var two = TestingUsers.make(direct, RANDOM, 2, TestingClock.START);
    var scene = new Scene(two.getFirst(), two.getLast());
    deed.prepare(scene);
    // The connection that is lost is there already.
    behind.useTransaction(tx -> tx.query("SELECT 1").mapTo(Integer.class).one());
    return scene;
  }

  private static boolean isCutBefore(int moment, Deed deed, Scene scene) {
    proxy.cutBefore(moment);
    try {
      deed.act(scene);
    } catch (RuntimeException failure) {
      assertThat(SqlState.of(failure).isUnavailable()).as("%s", failure).isTrue();
    }
    return proxy.hasCut();
  }

  private static String state(Scene scene) {
    return DirectReferrals.state(direct, scene.pair());
  }

  private static void assertLedgerHolds() {
    for (var finding : LedgerVerification.verify(direct)) {
      assertThat(finding.rows()).as(finding.invariant().name()).isEmpty();
    }
  }
}
