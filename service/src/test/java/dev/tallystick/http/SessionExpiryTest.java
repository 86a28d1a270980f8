package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When sessions end by themselves: idle for too long, or at their absolute end, whatever the use.
class SessionExpiryTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # kind | used at hours (each within the idle time)  | then at     | is
          web    |                                            | P6DT23H59M  | active
          web    |                                            | P7D         | expired
          web    |                                            | P8D         | expired
          web    | 144                                        | P12DT23H    | active
          web    | 144                                        | P13D        | expired
          web    | 144,288,432,576,719                        | P29DT23H59M | active
          web    | 144,288,432,576,719                        | P30D        | expired
          cli    |                                            | P29DT23H59M | active
          cli    |                                            | P30D        | expired
          cli    | 696,1392,2088,2784,3480,4176               | P179DT23H   | active
          cli    | 696,1392,2088,2784,3480,4176               | P180D       | expired
          pat    |                                            | P89DT23H    | active
          pat    |                                            | P90D        | expired
          pat    | 2136,4272,6408,8544                        | P364DT23H   | active
          pat    | 2136,4272,6408,8544                        | P365D       | expired
          """)
  void endByThemselves(String kind, String usedAtHours, Duration then, String outcome) {
    var opened = server.signIn(server.user(), kind);
    var token = opened.at("token");
    var start = server.clock().instant();
    // Remembered, and refused all the same when its time has come.
    assertThat(server.accepts(token)).isTrue();
    if (usedAtHours != null) {
      for (var hours : usedAtHours.split(",", -1)) {
        server.clock().set(start.plus(Duration.ofHours(Long.parseLong(hours))));
        assertThat(server.accepts(token)).as("after %s h", hours).isTrue();
        var now = server.clock().instant();
        eventually("its use is noted", () -> lastSeen(opened.at("id")).equals(now));
      }
    }
    server.clock().set(start.plus(then));
    var check = server.check(token, kind);
    if (outcome.equals("active")) {
      assertThat(check.json().path("active").asBoolean()).isTrue();
    } else {
      assertThat(check.at("reason")).isEqualTo(outcome);
      server.as(token, "GET", "/v1/session").expectProblem(401, "session_invalid");
      var user = opened.at("userId");
      assertThat(server.get("/v1/users/" + user + "/sessions").json().path("sessions")).isEmpty();
    }
  }

  private static Instant lastSeen(String id) {
    return server
        .database()
        .inTransaction(
            tx ->
                tx.query("SELECT last_seen_at FROM tally.sessions WHERE id = :id")
                    .bind("id", UUID.fromString(id))
                    .mapTo(OffsetDateTime.class)
                    .one())
        .toInstant();
  }
}
