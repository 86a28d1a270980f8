package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Everything that is one's own, and nothing else.
class ExportOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  @Test
  void hasWhatIsOnesOwnAndNoSecret() {
    var user = UUID.randomUUID();
    server
        .post("/v1/users", "{\"id\": \"%s\", \"email\": \"own@example.com\"}".formatted(user))
        .expect(201);
    server.grant(user, "start", "12.5");
    var body = JsonNodeFactory.instance.objectNode().put("userId", user.toString());
    body.put("kind", "cli").put("label", "Ada's laptop").put("fingerprintId", "laptop-1");
    body.put("fingerprintSignature", "kept by the installation")
        .put("clientAddress", "203.0.113.7");
    server.run(
        "INSERT INTO tally.user_cards (user_id, card_fingerprint) VALUES ('%s', 'card-1')"
            .formatted(user));
    var session = server.post("/v1/sessions", body).expect(201);
    var token = session.at("token");
    var call = Calls.call(user);
    server.post("/v1/messages", call).expect(201);
    var stranger = server.userWith("1");
    server.post("/v1/messages", Calls.call(stranger)).expect(201);

    var own = server.as(token, "GET", "/v1/me/export").expect(200);
    var ofUser = server.get("/v1/users/" + user + "/export").expect(200);
    assertThat(ofUser.json().path("messages")).isEqualTo(own.json().path("messages"));
    assertThat(own.at("user.email")).isEqualTo("own@example.com");
    assertThat(Reply.each(own.json().path("sessions"), "label")).containsExactly("Ada's laptop");
    assertThat(Reply.each(own.json().path("devices"), "fingerprintId")).containsExactly("laptop-1");
    assertThat(Reply.each(own.json().path("networks"), "lastSeenAt"))
        .containsExactly("2026-09-10T10:00:00+00:00");
    assertThat(Reply.each(own.json().path("cards"), "cardFingerprint")).containsExactly("card-1");
    assertThat(Reply.each(own.json().path("grants"), "credits")).containsExactly("12.5");
    assertThat(Reply.each(own.json().path("entries"), "amount")).containsExactly("-2.60277");
    assertThat(Reply.each(own.json().path("usage"), "credits")).containsExactly("2.60277");
    var message = own.json().path("messages").path(0);
    assertThat(message.path("request")).isEqualTo(call.path("request"));
    assertThat(message.path("response")).isEqualTo(call.path("response"));
    assertThat(Reply.each(own.json().path("audit"), "action"))
        .containsExactly("user.created", "grant.given", "session.opened");
    assertThat(own.text())
        .doesNotContain(token.substring(token.indexOf('.') + 1), "hash", stranger.toString());
  }

  @Test
  void namesNobodyOfTheStaff() {
    var user = server.user();
    var session = server.signIn(user, "web");
    var support = "user:%s/session:%s".formatted(UUID.randomUUID(), UUID.randomUUID());
    server.run(
        "INSERT INTO tally.audit_log (actor, action, user_id, subject) VALUES ('%s', 'user.changed', '%s', 'user:x')"
            .formatted(support, user));
    server.as(session.at("token"), "POST", "/v1/sessions/revoke-others").expect(200);
    var export = server.get("/v1/users/" + user + "/export").expect(200);
    assertThat(Reply.each(export.json().path("audit"), "actor"))
        .containsExactly("key", "key", "staff", "self");
    assertThat(export.text()).doesNotContain(support);
  }

  @Test
  void isWholeForManyRowsAndOneWithNone() {
    var user = server.user();
    assertThat(server.get("/v1/users/" + user + "/export").expect(200).json().path("messages"))
        .isEmpty();
    var calls = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < 57; i++) calls.add(Calls.call(user));
    server.post("/v1/messages", calls).expect(200);
    var export = server.get("/v1/users/" + user + "/export").expect(200);
    assertThat(Reply.each(export.json().path("messages"), "id"))
        .doesNotHaveDuplicates()
        .hasSize(57);
  }

  @Test
  void isMadeAFewTimesAnHour() {
    var token = server.signIn(server.user(), "web").at("token");
    for (int i = 0; i < 10; i++) server.as(token, "GET", "/v1/me/export").expect(200);
    server.as(token, "GET", "/v1/me/export").expectProblem(429, "rate_limited");
  }

  @Test
  void isOfUsersWhoAreThere() {
    server.get("/v1/users/" + UUID.randomUUID() + "/export").expectProblem(404, "user_not_found");
    var body = JsonNodeFactory.instance.objectNode();
    body.put("userId", server.user().toString()).put("kind", "pat");
    body.putArray("scopes").add("reports:read");
    var other = server.post("/v1/sessions", body).expect(201).at("token");
    server.as(other, "GET", "/v1/me/export").expectProblem(403, "scope_missing");
  }
}
