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
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
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
  private static final Map<String, String> AFTER_A_HOLD = Map.of("TALLY_REFERRAL_HOLD_DAYS", "1");

  @AfterAll
  static void close() {
    behind.close();
    direct.close();
    proxy.close();
  }

  /// Two users who are new to each other.
  private record Scene(Someone referrer, Someone referred) {
    Pair pair() {
      return new Pair(referrer.id(), referred.id());
    }
  }

  private interface Act extends BiConsumer<TestingReferrals, Scene> {}

  /// Something that happens to two users.
  ///
  /// @param settings of the program
  /// @param before what happened to them before
  private record Deed(String name, Map<String, String> settings, Act before, Act act) {
    void prepare(Scene scene) {
      before.accept(on(direct), scene);
    }

    void act(Scene scene) {
      act.accept(on(behind), scene);
    }

    private TestingReferrals on(Database database) {
      var environment = new HashMap<>(settings);
      environment.putIfAbsent("TALLY_REFERRAL_COMPLETES", "at_once");
      environment.put("TALLY_REFERRAL_WEIGHTS", "velocity=0,same_network=100");
      return TestingReferrals.on(database, Program.of(environment), CLOCK);
    }

    @Override
    public String toString() {
      return name;
    }
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
    Act reject = (all, scene) -> all.reject(scene.pair());
    Act reverse = (all, scene) -> all.reverse(scene.pair());
    Act reinstate = (all, scene) -> all.reinstate(scene.pair());
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
        new Deed("is approved on appeal", AT_ONCE, both(redeemHeld, reject), approve),
        new Deed("is rejected", AT_ONCE, redeemHeld, reject),
        new Deed("is reversed", AT_ONCE, redeem, reverse),
        new Deed("is reinstated", AT_ONCE, both(redeem, reverse), reinstate));
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
    var calm = prepared(deed);
    var before = state(calm);
    deed.act(calm);
    var after = state(calm);
    var left = new ArrayList<String>();
    for (int moment = 1; ; moment++) {
      var scene = prepared(deed);
      assertThat(state(scene)).isEqualTo(before);
      if (!isCutBefore(moment, deed, scene)) {
        assertThat(state(scene)).isEqualTo(after);
        break;
      }
      left.add(state(scene));
      assertThat(left.getLast()).as("cut before moment %d", moment).isIn(before, after);
      assertLedgerHolds();
      deed.act(scene);
      assertThat(state(scene)).as("again after moment %d", moment).isEqualTo(after);
    }
    assertLedgerHolds();
    // Before the first nothing is to be seen; where only the answer to the COMMIT is lost, all is.
    assertThat(left).hasSizeGreaterThan(4);
    assertThat(left.getFirst()).isEqualTo(before);
    assertThat(left).contains(after);
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
    return TestingReferrals.state(direct, scene.pair());
  }

  private static void assertLedgerHolds() {
    for (var finding : LedgerVerification.verify(direct)) {
      assertThat(finding.rows()).as(finding.invariant().name()).isEmpty();
    }
  }
}
