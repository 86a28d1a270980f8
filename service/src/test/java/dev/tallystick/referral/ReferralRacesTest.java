package dev.tallystick.referral;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.TestingDatabase;
import dev.tallystick.cli.TestingServe;
import dev.tallystick.http.LedgerHolds;
import dev.tallystick.http.Reply;
import dev.tallystick.postgres.Database;
import dev.tallystick.postgres.DatabaseUrl;
import dev.tallystick.referral.TestingUsers.Someone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Referrals on which much happens at once, on two server processes. Each scene is played 50 times;
/// its seed decides the users, and with them the order of their locks, the order of what happens
/// and which server gets what.
class ReferralRacesTest {
  private static final int SEEDS = 50;
  private static final DatabaseUrl url = TestingDatabase.fresh();
  private static final Database database = Database.open(url, 8);
  private static final Database other = Database.open(url, 8);
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(database);
  @TempDir private static Path folder;

  private static final List<TestingServe> servers = new ArrayList<>();
  private static final List<TestingServe> atFirstMessage = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    var key = TestingServe.newKey(database);
    var atOnce =
        Map.of("TALLY_REFERRAL_COMPLETES", "at_once", "TALLY_REFERRAL_WEIGHTS", "velocity=0");
    servers.add(TestingServe.start(url, folder, key, atOnce));
    servers.add(TestingServe.start(url, folder, key, atOnce));
    atFirstMessage.add(
        TestingServe.start(url, folder, key, Map.of("TALLY_REFERRAL_COMPLETES", "first_message")));
    for (var server : servers) server.await();
    for (var server : atFirstMessage) server.await();
  }

  @AfterAll
  static void close() throws IOException {
    for (var server : servers) server.close();
    for (var server : atFirstMessage) server.close();
    other.close();
    database.close();
  }

  /// One performance of a scene.
  private record Play(Random random) {
    List<Someone> users(int count) {
      return TestingUsers.make(database, random, count, InstantSource.system().instant());
    }

    /// One of the two servers.
    TestingServe server() {
      return servers.get(random.nextInt(servers.size()));
    }

    Callable<Reply> redemption(Someone referrer, Someone referred) {
      return redemption(server(), referrer, referred);
    }

    Callable<Reply> redemption(TestingServe server, Someone referrer, Someone referred) {
      var body = "{\"code\":\"%s\",\"userId\":\"%s\"}".formatted(referrer.code(), referred.id());
      return () -> server.send("POST", "/v1/referrals", body);
    }

    /// Does all of it at once, begun in an order of the seed's; the results are in the given order.
    <T> List<T> atOnce(List<? extends Callable<? extends T>> deeds) throws Exception {
      var order = new ArrayList<>(IntStream.range(0, deeds.size()).boxed().toList());
      Collections.shuffle(order, random);
      var begin = new CountDownLatch(1);
      var results = new ArrayList<T>(Collections.nCopies(deeds.size(), null));
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        var running =
            order.stream()
                .map(
                    number ->
                        executor.submit(
                            () -> {
                              begin.await();
                              return results.set(number, deeds.get(number).call());
                            }))
                .toList();
        begin.countDown();
        for (var one : running) one.get();
      }
      return results;
    }
  }

  private interface Scene {
    void play(Play play) throws Exception;
  }

  private static void playEach(String scene, Scene played) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      try {
        played.play(new Play(new Random(31L * scene.hashCode() + seed)));
      } catch (Exception | AssertionError failure) {
        throw new AssertionError("%s, seed %d: %s".formatted(scene, seed, failure), failure);
      }
    }
  }

  private static long count(List<Reply> replies, Predicate<Reply> which) {
    return replies.stream().filter(which).count();
  }

  private static Predicate<Reply> is(int status, String outcome) {
    var field = status < 300 ? "outcome" : "code";
    return reply -> reply.status() == status && reply.at(field).equals(outcome);
  }

  private static final Predicate<Reply> COMPLETED = is(201, "completed");
  private static final Predicate<Reply> LIMIT_REACHED = is(409, "referral_limit_reached");

  private static void assertEach(
      List<Reply> replies, Predicate<Reply> first, long firsts, Predicate<Reply> rest) {
    var all = replies.stream().map(Reply::text).toList();
    assertThat(count(replies, first)).as("%s", all).isEqualTo(firsts);
    assertThat(count(replies, rest)).as("%s", all).isEqualTo(replies.size() - firsts);
  }

  private static final String STORED =
      """
      SELECT concat_ws(' ',
                 (SELECT sum(referrals_used) FROM tally.users WHERE id = ANY (:users)), 'used,',
                 (SELECT count(*) FROM tally.referrals
                   WHERE referrer_id = ANY (:users) AND status = 'completed'), 'completed,',
                 (SELECT count(*) FROM tally.credit_grants
                   WHERE operation_id ~ ('^referral:(' || array_to_string(:users, '|') || '):')),
                 'grants')
      """;

  /// How many referrals users have brought, and what was given for them.
  private static String stored(List<Someone> referrers) {
    return database.inTransaction(
        tx ->
            tx.query(STORED)
                .bindArray("users", UUID.class, referrers.stream().map(Someone::id).toArray())
                .mapTo(String.class)
                .one());
  }

  private static String completed(int referrals) {
    return "%d used, %d completed, %d grants".formatted(referrals, referrals, 2 * referrals);
  }

  private static void run(String sql, Object... arguments) {
    database.useTransaction(tx -> tx.update(sql.formatted(arguments)).execute());
  }

  @Test
  void ofAHundredUsersWhoRedeemOneCodeAsManyCompleteAsCount() {
    playEach(
        "a hundred",
        play -> {
          var users = play.users(101);
          var referrer = users.getFirst();
          var redemptions =
              users.stream().skip(1).map(user -> play.redemption(referrer, user)).toList();
          assertEach(play.atOnce(redemptions), COMPLETED, 5, LIMIT_REACHED);
          assertThat(stored(List.of(referrer))).isEqualTo(completed(5));
        });
  }

  @Test
  void ofTenCodesThatOneUserRedeemsOneCounts() {
    playEach(
        "ten codes",
        play -> {
          var users = play.users(11);
          var referrers = users.subList(1, 11);
          var redemptions =
              referrers.stream().map(each -> play.redemption(each, users.getFirst())).toList();
          assertEach(play.atOnce(redemptions), COMPLETED, 1, is(409, "already_referred"));
          assertThat(stored(referrers)).isEqualTo(completed(1));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void circlesDoNotClose(int length) {
    playEach(
        "a circle of " + length,
        play -> {
          var users = play.users(length);
          var redemptions =
              IntStream.range(0, length)
                  .mapToObj(i -> play.redemption(users.get(i), users.get((i + 1) % length)))
                  .toList();
          // Whichever comes last would close it.
          assertEach(play.atOnce(redemptions), COMPLETED, length - 1, is(409, "circular_referral"));
          assertThat(stored(users)).isEqualTo(completed(length - 1));
        });
  }

  @Test
  void theSameRedemptionCountsOnceAndIsAnsweredAlike() {
    playEach(
        "the same",
        play -> {
          var two = play.users(2);
          var redemptions =
              IntStream.range(0, 20)
                  .mapToObj(_ -> play.redemption(two.getFirst(), two.getLast()))
                  .toList();
          var replies = play.atOnce(redemptions);
          assertEach(replies, COMPLETED, 1, is(200, "completed"));
          assertThat(replies.stream().map(reply -> reply.at("sentence")).distinct()).hasSize(1);
          assertThat(stored(two)).isEqualTo(completed(1));
        });
  }

  @Test
  void aLimitThatIsLoweredMeanwhileHoldsFromThenOn() {
    playEach(
        "lowered",
        play -> {
          var users = play.users(13);
          var referrer = users.getFirst();
          var deeds = new ArrayList<Callable<Reply>>();
          for (var user : users.subList(1, 11)) deeds.add(play.redemption(referrer, user));
          var next = play.redemption(referrer, users.get(11));
          deeds.add(
              () -> {
                setLimit(referrer, 2);
                return next.call();
              });
          var replies = play.<Reply>atOnce(deeds);
          int brought = (int) count(replies, COMPLETED);
          assertThat(brought).isBetween(2, 5);
          assertEach(replies, COMPLETED, brought, LIMIT_REACHED);
          assertThat(stored(List.of(referrer))).isEqualTo(completed(brought));

          var late = play.redemption(referrer, users.getLast());
          assertThat(late.call()).matches(LIMIT_REACHED);
          setLimit(referrer, brought + 1);
          assertThat(late.call()).matches(COMPLETED);
        });
  }

  private static void setLimit(Someone referrer, int limit) {
    run("UPDATE tally.users SET referral_limit = %d WHERE id = '%s'", limit, referrer.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"referrer suspended", "referred suspended", "referrer deleted"})
  void nobodyIsReferredOnceOneOfThemIsOut(String what) {
    playEach(
        what,
        play -> {
          var two = play.users(2);
          var out = what.startsWith("referrer") ? two.getFirst() : two.getLast();
          var path = "/v1/users/" + out.id();
          var leaving = play.server();
          Callable<Reply> leave =
              what.endsWith("deleted")
                  ? () -> leaving.send("DELETE", path, "")
                  : () -> leaving.send("POST", path + "/suspend", "{\"reason\":\"abuse\"}");
          var redemption = play.redemption(two.getFirst(), two.getLast());
          var replies = play.<Reply>atOnce(List.of(redemption, leave));
          replies.getLast().expect(200);
          var redeemed = replies.getFirst();
          if (COMPLETED.test(redeemed)) {
            assertThat(stored(two)).isEqualTo(completed(1));
          } else {
            assertThat(redeemed.at("code")).isIn("referral_suspended", "referral_code_unknown");
            assertThat(stored(two)).isEqualTo(completed(0));
          }
        });
  }

  private static TestingReferrals decided(Database on) {
    var program =
        Program.of(
            Map.of(
                "TALLY_REFERRAL_COMPLETES",
                "at_once",
                "TALLY_REFERRAL_WEIGHTS",
                "same_network=100,velocity=0"));
    return TestingReferrals.on(on, program, InstantSource.system());
  }

  private static final TestingReferrals here = decided(database);
  private static final TestingReferrals there = decided(other);

  private static Pair pair(List<Someone> two) {
    return new Pair(two.getFirst().id(), two.getLast().id());
  }

  private static Pair held(List<Someone> two) {
    TestingUsers.shareNetwork(database, two);
    assertThat(here.redeem(two.getFirst().code(), two.getLast().id()))
        .isInstanceOf(Redemption.HeldForReview.class);
    return pair(two);
  }

  private static final String HISTORY =
      """
      SELECT string_agg(concat_ws(' > ', from_status, to_status), ', ' ORDER BY id)
        FROM tally.referral_events
       WHERE referred_id = :referred
      """;

  private static String history(Pair pair) {
    return database.inTransaction(
        tx -> tx.query(HISTORY).bind("referred", pair.referred()).mapTo(String.class).one());
  }

  private static Callable<Decision> reversal(TestingReferrals all, Pair pair) {
    return () -> all.reverse(pair);
  }

  @Test
  void approvedAndRejectedAtOnceItTakesOnePath() {
    playEach(
        "approve and reject",
        play -> {
          var two = play.users(2);
          var pair = held(two);
          var decisions =
              play.<Decision>atOnce(List.of(() -> here.approve(pair), () -> there.reject(pair)));
          assertThat(decisions.getFirst()).isInstanceOf(Decision.Decided.class);
          // Approved after the rejection, it was an appeal.
          var path =
              decisions.getLast() instanceof Decision.Decided
                  ? "review, review > rejected, rejected > pending, pending > completed"
                  : "review, review > pending, pending > completed";
          assertThat(history(pair)).isEqualTo(path);
          assertThat(stored(two)).isEqualTo(completed(1));
        });
  }

  @Test
  void rejectedByManyAtOnceItIsRejectedOnce() {
    playEach(
        "reject",
        play -> {
          var pair = held(play.users(2));
          var decisions =
              play.<Decision>atOnce(
                  List.of(
                      () -> here.reject(pair), () -> there.reject(pair), () -> there.reject(pair)));
          assertThat(decisions).filteredOn(Decision.Decided.class::isInstance).hasSize(1);
          assertThat(decisions).filteredOn(Decision.Replayed.class::isInstance).hasSize(2);
          assertThat(history(pair)).isEqualTo("review, review > rejected");
        });
  }

  @Test
  void reversedByManyAtOnceCreditsGoBackOnce() {
    playEach(
        "reverse",
        play -> {
          var two = play.users(2);
          var pair = pair(two);
          assertThat(play.redemption(two.getFirst(), two.getLast()).call()).matches(COMPLETED);
          var decisions =
              play.<Decision>atOnce(
                  List.of(
                      reversal(here, pair),
                      reversal(there, pair),
                      reversal(here, pair),
                      reversal(there, pair)));
          assertThat(decisions).filteredOn(Decision.Decided.class::isInstance).hasSize(1);
          assertThat(decisions).filteredOn(Decision.Replayed.class::isInstance).hasSize(3);
          assertThat(reversed(two)).isEqualTo("1000.000000 in 2");
          assertThat(history(pair)).isEqualTo("pending, pending > completed, completed > reversed");
        });
  }

  private static final String REVERSED =
      """
      SELECT concat_ws(' in ', sum(amount), count(*))
        FROM tally.credit_reversals
       WHERE user_id = ANY (:users)
      """;

  private static String reversed(List<Someone> users) {
    return database.inTransaction(
        tx ->
            tx.query(REVERSED)
                .bindArray("users", UUID.class, users.stream().map(Someone::id).toArray())
                .mapTo(String.class)
                .one());
  }

  @Test
  void reversedAndReinstatedAtOnceEachFindsWhatTheOtherLeft() {
    playEach(
        "reverse and reinstate",
        play -> {
          var two = play.users(2);
          var pair = pair(two);
          assertThat(play.redemption(two.getFirst(), two.getLast()).call()).matches(COMPLETED);
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
          assertThat(history(pair)).isEqualTo(path.toString());
          assertThat(stored(two))
              .isEqualTo("1 used, %d completed, 2 grants".formatted(1 - moved % 2));
        });
  }

  @Test
  void aFirstMessageAndARedemptionAtOnceComplete() {
    var pairs = new ArrayList<List<Someone>>();
    playEach(
        "first message",
        play -> {
          var two = play.users(2);
          pairs.add(two);
          var message =
              """
              {"id":"%s","userId":"%s","provider":"openai","model":"gpt-5-mini","request":["x"],
               "tokens":{"input":10,"output":5}}
              """
                  .formatted(
                      new UUID(play.random().nextLong(), play.random().nextLong()),
                      two.getLast().id());
          var charging = play.server();
          var replies =
              play.<Reply>atOnce(
                  List.of(
                      () -> charging.send("POST", "/v1/messages", message),
                      play.redemption(atFirstMessage.getFirst(), two.getFirst(), two.getLast())));
          for (var reply : replies) reply.expect(201);
          assertThat(replies.getLast().at("outcome")).isIn("attributed", "completed");
        });
    for (var two : pairs) {
      eventually("completed", () -> stored(two).equals(completed(1)));
      assertThat(history(pair(two))).isEqualTo("pending, pending > completed");
    }
  }
}
