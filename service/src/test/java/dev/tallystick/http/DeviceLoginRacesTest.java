package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Device logins on which much happens at once, on two servers.
class DeviceLoginRacesTest {
  @RegisterExtension private static final TestingServer one = TestingServer.start();
  @RegisterExtension private static final TestingServer two = one.another();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(one);

  /// The limit on logins that begin is not what is tested.
  @BeforeEach
  void waitForTries() {
    one.clock().set(one.clock().in(Duration.ofMinutes(10)));
  }

  private static List<Reply> atOnce(List<Callable<Reply>> requests) throws Exception {
    var start = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies =
          requests.stream()
              .map(
                  request ->
                      executor.submit(
                          () -> {
                            start.await();
                            return request.call();
                          }))
              .toList();
      start.countDown();
      var done = new ArrayList<Reply>();
      for (var reply : replies) done.add(reply.get());
      return done;
    }
  }

  private static List<Callable<Reply>> polls(TestingLogin login, int count) {
    var polls = new ArrayList<Callable<Reply>>();
    for (int i = 0; i < count; i++) polls.add(login.on(i % 2 == 0 ? one : two)::poll);
    return polls;
  }

  private static long sessions(UUID user) {
    return one.database()
        .inTransaction(
            tx ->
                tx.query("SELECT count(*) FROM tally.sessions WHERE user_id = :user")
                    .bind("user", user)
                    .mapTo(Long.class)
                    .one());
  }

  @Test
  void twoHundredRedemptionsOfOneDeviceCodeGiveOneSessionAndOneToken() throws Exception {
    var user = one.user();
    var login = TestingLogin.start(one);
    login.approve(user).expect(200);
    var replies = atOnce(polls(login, 200));
    var issued = replies.stream().filter(reply -> reply.status() == 200).toList();
    assertThat(issued).hasSize(1);
    assertThat(replies).filteredOn(r -> r.at("error").equals("slow_down")).hasSize(199);
    assertThat(sessions(user)).isEqualTo(1);
    assertThat(one.accepts(issued.getFirst().at("access_token"))).isTrue();
    assertThat(two.accepts(issued.getFirst().at("access_token"))).isTrue();
  }

  @RepeatedTest(5)
  void ofPollsAtOnceOnePasses() throws Exception {
    var login = TestingLogin.start(one);
    var replies = atOnce(polls(login, 20));
    assertThat(replies.stream().filter(r -> r.at("error").equals("authorization_pending")))
        .hasSize(1);
    assertThat(replies.stream().filter(r -> r.at("error").equals("slow_down"))).hasSize(19);
  }

  @RepeatedTest(20)
  void approvedAndDeniedAtOnceHaveOneOutcome() throws Exception {
    var user = one.user();
    var login = TestingLogin.start(one);
    var requests = new ArrayList<Callable<Reply>>();
    for (int i = 0; i < 6; i++) {
      requests.add(() -> login.approve(user));
      requests.add(() -> login.on(two).deny(user));
    }
    var replies = atOnce(requests);
    var outcomes =
        replies.stream().filter(reply -> reply.status() == 200).map(r -> r.at("status")).distinct();
    var outcome = outcomes.toList();
    assertThat(outcome).hasSize(1);
    var poll = login.poll();
    assertThat(poll.status()).isEqualTo(outcome.getFirst().equals("approved") ? 200 : 400);
    assertThat(sessions(user)).isEqualTo(outcome.getFirst().equals("approved") ? 1 : 0);
  }

  @RepeatedTest(20)
  void noneThatWasApprovedBeforeARevocationOfAllSessionsSurvivesIt() throws Exception {
    var user = one.user();
    var login = TestingLogin.start(one);
    login.approve(user).expect(200);
    var revoke = "/v1/users/" + user + "/sessions/revoke-all";
    var replies = atOnce(List.of(login::poll, () -> two.post(revoke, "").expect(200)));
    var poll = replies.getFirst();
    if (poll.status() == 200) {
      eventually("refused", () -> !one.accepts(poll.at("access_token")));
      assertThat(two.accepts(poll.at("access_token"))).isFalse();
    } else {
      assertThat(poll.at("error")).isEqualTo("access_denied");
    }
    assertThat(one.get("/v1/users/" + user + "/sessions").json().path("sessions")).isEmpty();
    // Nor does asking again bring it back.
    login.pollLater().expect(400);
  }

  @Test
  void aPersonHasFiveWrongCodesAlsoAtOnce() throws Exception {
    var user = one.user();
    var login = TestingLogin.start(one);
    var guesses = new ArrayList<Callable<Reply>>();
    for (int i = 0; i < 40; i++) {
      var each = login.on(i % 2 == 0 ? one : two);
      guesses.add(() -> each.decide("approve", "BBBB-BBBB", user));
    }
    var replies = atOnce(guesses);
    assertThat(replies).filteredOn(r -> r.at("code").equals("code_unknown")).hasSize(5);
    assertThat(replies).filteredOn(r -> r.at("code").equals("rate_limited")).hasSize(35);
  }
}
