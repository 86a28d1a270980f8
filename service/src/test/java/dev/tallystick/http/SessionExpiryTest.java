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
          # kind | used at hours (each within the idle time)  | accepted at | expired at
          web    |                                            | P6DT23H59M  | P7D
          web    | 144                                        | P12DT23H    | P13D
          web    | 144,288,432,576,719                        | P29DT23H59M | P30D
          cli    |                                            | P29DT23H59M | P30D
          cli    | 696,1392,2088,2784,3480,4176               | P179DT23H   | P180D
          pat    |                                            | P89DT23H    | P90D
          pat    | 2136,4272,6408,8544                        | P364DT23H   | P365D
          """)
  void endByThemselves(String kind, String usedAtHours, Duration accepted, Duration expired) {
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
    // A list is no use of what it lists.
    server.clock().set(start.plus(accepted));
    assertThat(server.get("/v1/users/" + opened.at("userId") + "/sessions").json().path("sessions"))
        .hasSize(1);
    server.clock().set(start.plus(expired));
    assertThat(server.check(token, kind).at("reason")).isEqualTo("expired");
    server.as(token, "GET", "/v1/session").expectProblem(401, "session_invalid");
    assertThat(server.get("/v1/users/" + opened.at("userId") + "/sessions").json().path("sessions"))
        .isEmpty();
    // Nothing else was wrong with it.
    server.clock().set(start.plus(accepted));
    assertThat(server.accepts(token)).isTrue();
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
