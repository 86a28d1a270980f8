package dev.tallystick.referral;

import static dev.tallystick.postgres.Eventually.eventually;
import static dev.tallystick.referral.TestingPlay.completed;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
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
  private static final DatabaseUrl url = TestingDatabase.fresh();
  private static final Database database = Database.open(url, 8);
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
    database.close();
  }

  private static void playEach(String scene, TestingPlay.Scene played) {
    TestingPlay.playEach(database, scene, played);
  }

  /// One of the two servers.
  private static TestingServe server(TestingPlay play) {
    return servers.get(play.random().nextInt(servers.size()));
  }

  private static Callable<Reply> redemption(TestingPlay play, Someone referrer, Someone referred) {
    return redemption(server(play), referrer, referred);
  }

  private static Callable<Reply> redemption(
      TestingServe server, Someone referrer, Someone referred) {
    var body = "{\"code\":\"%s\",\"userId\":\"%s\"}".formatted(referrer.code(), referred.id());
    return () -> server.send("POST", "/v1/referrals", body);
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

  @Test
  void ofAHundredUsersWhoRedeemOneCodeAsManyCompleteAsCount() {
    playEach(
        "a hundred",
        play -> {
          var users = play.users(101);
          var referrer = users.getFirst();
          var redemptions =
              users.stream().skip(1).map(user -> redemption(play, referrer, user)).toList();
          assertEach(play.atOnce(redemptions), COMPLETED, 5, LIMIT_REACHED);
          assertThat(play.stored(List.of(referrer))).isEqualTo(completed(5));
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
              referrers.stream().map(each -> redemption(play, each, users.getFirst())).toList();
          assertEach(play.atOnce(redemptions), COMPLETED, 1, is(409, "already_referred"));
          assertThat(play.stored(referrers)).isEqualTo(completed(1));
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
                  .mapToObj(i -> redemption(play, users.get(i), users.get((i + 1) % length)))
                  .toList();
          // Whichever comes last would close it.
          assertEach(play.atOnce(redemptions), COMPLETED, length - 1, is(409, "circular_referral"));
          assertThat(play.stored(users)).isEqualTo(completed(length - 1));
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
                  .mapToObj(_ -> redemption(play, two.getFirst(), two.getLast()))
                  .toList();
          var replies = play.atOnce(redemptions);
          assertEach(replies, COMPLETED, 1, is(200, "completed"));
          assertThat(replies.stream().map(reply -> reply.at("sentence")).distinct()).hasSize(1);
          assertThat(play.stored(two)).isEqualTo(completed(1));
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
          for (var user : users.subList(1, 11)) deeds.add(redemption(play, referrer, user));
          var next = redemption(play, referrer, users.get(11));
          deeds.add(
              () -> {
                TestingUsers.setLimit(database, referrer, 2);
                return next.call();
              });
          var replies = play.<Reply>atOnce(deeds);
          int brought = (int) count(replies, COMPLETED);
          assertThat(brought).isBetween(2, 5);
          assertEach(replies, COMPLETED, brought, LIMIT_REACHED);
          assertThat(play.stored(List.of(referrer))).isEqualTo(completed(brought));

          var late = redemption(play, referrer, users.getLast());
          assertThat(late.call()).matches(LIMIT_REACHED);
          TestingUsers.setLimit(database, referrer, brought + 1);
          assertThat(late.call()).matches(COMPLETED);
        });
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
          var leaving = server(play);
          Callable<Reply> leave =
              what.endsWith("deleted")
                  ? () -> leaving.send("DELETE", path, "")
                  : () -> leaving.send("POST", path + "/suspend", "{\"reason\":\"abuse\"}");
          var redemption = redemption(play, two.getFirst(), two.getLast());
          var replies = play.<Reply>atOnce(List.of(redemption, leave));
          replies.getLast().expect(200);
          var redeemed = replies.getFirst();
          if (COMPLETED.test(redeemed)) {
            assertThat(play.stored(two)).isEqualTo(completed(1));
          } else {
            assertThat(redeemed.at("code")).isIn("referral_suspended", "referral_code_unknown");
            assertThat(play.stored(two)).isEqualTo(completed(0));
          }
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
          var charging = server(play);
          var replies =
              play.<Reply>atOnce(
                  List.of(
                      () -> charging.send("POST", "/v1/messages", message),
                      redemption(atFirstMessage.getFirst(), two.getFirst(), two.getLast())));
          for (var reply : replies) reply.expect(201);
          assertThat(replies.getLast().at("outcome")).isIn("attributed", "completed");
        });
    var all = new TestingPlay(database, new Random());
    for (var two : pairs) {
      eventually("completed", () -> all.stored(two).equals(completed(1)));
      assertThat(all.history(new Pair(two.getFirst().id(), two.getLast().id())))
          .isEqualTo("pending, pending > completed");
    }
  }
}
