package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionsOnTwoServersTest {
  @RegisterExtension private static final TestingServer one = TestingServer.start();
  @RegisterExtension private static final TestingServer two = one.another();

  @Test
  void areRefusedByBothOnceOneEndedThem() {
    var user = one.user();
    var session = one.signIn(user, "web");
    var other = two.signIn(user, "pat").at("token");
    var token = session.at("token");
    for (var server : List.of(one, two, one, two)) assertThat(server.accepts(token)).isTrue();
    one.as(token, "DELETE", "/v1/sessions/" + session.at("id")).expect(200);
    assertThat(one.accepts(token)).isFalse();
    eventually("refused", () -> !two.accepts(token));
    assertThat(one.accepts(other)).isTrue();
    two.post("/v1/users/" + user + "/sessions/revoke-all", "").expect(200);
    assertThat(two.accepts(other)).isFalse();
    eventually("refused", () -> !one.accepts(other));
  }

  @Test
  void areRefusedOnceTheirUserIsNotActive() {
    for (var status : List.of("suspended", "closed")) {
      var user = one.user();
      var token = one.signIn(user, "cli").at("token");
      for (var server : List.of(one, two)) assertThat(server.accepts(token)).isTrue();
      one.run("UPDATE tally.users SET status = '%s' WHERE id = '%s'".formatted(status, user));
      for (var server : List.of(one, two)) {
        eventually("refused", () -> !server.accepts(token));
        assertThat(server.check(token, "cli").at("reason")).isEqualTo("user_inactive");
      }
    }
  }

  @Test
  void areRefusedWhenAnotherProcessMovedTheEpoch() {
    var user = one.user();
    var token = one.signIn(user, "cli").at("token");
    for (var server : List.of(one, two)) assertThat(server.accepts(token)).isTrue();
    one.run(
        "UPDATE tally.users SET session_epoch = session_epoch + 1 WHERE id = '%s'".formatted(user));
    for (var server : List.of(one, two)) {
      eventually("refused", () -> !server.accepts(token));
      assertThat(server.check(token, "cli").at("reason")).isEqualTo("revoked");
    }
  }
}
