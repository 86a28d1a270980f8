package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FingerprintsOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();

  private static Reply signIn(UUID user, String fingerprint, String signature) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("userId", user.toString()).put("kind", "cli").put("fingerprintId", fingerprint);
    if (!signature.isEmpty()) body.put("fingerprintSignature", signature);
    return server.post("/v1/sessions", body).expect(201);
  }

  @Test
  void adviseAndNeverRefuseASignIn() {
    var owner = server.user();
    var other = server.user();
    assertThat(signIn(owner, "laptop", "s3cret").at("deviceOutcome")).isEqualTo("allow");
    assertThat(signIn(owner, "laptop", "s3cret").at("deviceOutcome")).isEqualTo("allow");
    assertThat(signIn(owner, "laptop", "").at("deviceOutcome")).isEqualTo("review");
    assertThat(signIn(owner, "laptop", "made anew").at("deviceOutcome")).isEqualTo("review");
    var second = signIn(other, "laptop", "s3cret");
    assertThat(second.at("deviceOutcome")).isEqualTo("deny_new_free_grant");
    assertThat(server.accepts(second.at("token"))).isTrue();
    // It is known from now on; what its first session was told stays.
    assertThat(signIn(other, "laptop", "s3cret").at("deviceOutcome")).isEqualTo("allow");
    var without = server.signIn(owner, "cli");
    assertThat(without.json().path("deviceOutcome").isNull()).isTrue();
  }

  @Test
  void areNotSignedByWhoIsNewOnThem() {
    var owner = server.user();
    assertThat(signIn(owner, "shared", "").at("deviceOutcome")).isEqualTo("allow");
    assertThat(signIn(server.user(), "shared", "mine").at("deviceOutcome"))
        .isEqualTo("deny_new_free_grant");
    assertThat(signIn(owner, "shared", "owner's").at("deviceOutcome")).isEqualTo("allow");
    assertThat(signIn(server.user(), "shared", "mine").at("deviceOutcome")).isEqualTo("review");
  }

  /// Two accounts on one device, and one who knows its id: each gets its own session, and only
  /// that.
  @Test
  void areNoCredentials() {
    var one = server.user();
    var two = server.user();
    var first = signIn(one, "known-id", "");
    var second = signIn(two, "known-id", "");
    assertThat(second.at("userId")).isEqualTo(two.toString());
    var list = server.as(second.at("token"), "GET", "/v1/sessions").expect(200);
    assertThat(Reply.each(list.json().path("sessions"), "id")).containsExactly(second.at("id"));
    for (var token :
        new String[] {"known-id", "tc_known-id", "tc_" + first.at("id") + ".known-id"}) {
      assertThat(server.check(token, "web", "cli", "pat").at("reason")).isEqualTo("unknown");
    }
  }

  @Test
  void keepWhoWasSeenWhenSessionsEnd() {
    var user = server.user();
    var session = signIn(user, "kept", "");
    server.as(session.at("token"), "POST", "/v1/sessions/revoke-all").expect(200);
    assertThat(signIn(server.user(), "kept", "").at("deviceOutcome"))
        .isEqualTo("deny_new_free_grant");
  }

  @Test
  void ofOneUserAreBounded() {
    var user = server.user();
    signIn(user, "f", "");
    server.run(
        """
        INSERT INTO tally.fingerprints (id) SELECT 'many-' || n FROM generate_series(1, 250) n
        """);
    server.run(
        """
        INSERT INTO tally.fingerprint_users (user_id, fingerprint_id, first_seen_at, last_seen_at)
        SELECT '%s', 'many-' || n, timestamptz '2020-01-01', timestamptz '2020-01-01'
          FROM generate_series(1, 250) n
        """
            .formatted(user));
    signIn(user, "f", "");
    long links =
        server
            .database()
            .inTransaction(
                tx ->
                    tx.query("SELECT count(*) FROM tally.fingerprint_users WHERE user_id = :user")
                        .bind("user", user)
                        .mapTo(Long.class)
                        .one());
    assertThat(links).isEqualTo(200);
  }
}
