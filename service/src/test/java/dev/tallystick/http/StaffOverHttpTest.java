package dev.tallystick.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tallystick.account.Authority;
import dev.tallystick.account.KeyedHashes;
import dev.tallystick.account.Role;
import dev.tallystick.account.ServiceKey.Scope;
import dev.tallystick.account.Staff;
import dev.tallystick.account.Users;
import dev.tallystick.credit.Ledger;
import dev.tallystick.lifecycle.Lifecycle;
import dev.tallystick.session.SessionLimits;
import dev.tallystick.session.Sessions;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Users who work on the books of others.
class StaffOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  /// As the command line does it, in another process than the server.
  private static Lifecycle lifecycle() {
    var database = server.database();
    var clock = server.clock();
    var books = new Ledger(database, clock, UUID::randomUUID);
    return new Lifecycle(
        database,
        new Users(database, clock, books::open),
        new Staff(database, clock),
        new Sessions(database, clock, SessionLimits.DEFAULT, () -> false),
        books,
        new KeyedHashes(database, clock),
        clock);
  }

  private static UUID member(Role role) {
    var user = server.user();
    lifecycle().addRole(user, role, Authority.ofOperator());
    return user;
  }

  private static String tokenOf(Role role) {
    return server.signIn(member(role), "web").at("token");
  }

  private static Reply send(String token, String method, String path, String body) {
    return server.send(
        server
            .request(path)
            .setHeader("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body)));
  }

  private static String grant(String operationId) {
    return TestingServer.grantOf(operationId, "admin", "1").toString();
  }

  @ParameterizedTest
  @CsvSource({"ADMIN, 200, 200, 201", "SUPPORT, 200, 200, 403", "READ_ONLY, 200, 403, 403"})
  void mayWhatTheirRoleSays(Role role, int reads, int writes, int grants) {
    var token = tokenOf(role);
    var user = server.user();
    send(token, "GET", "/v1/users/" + user, "").expect(reads);
    send(token, "GET", "/v1/users/" + user + "/export", "").expect(reads);
    send(token, "PATCH", "/v1/users/" + user, "{\"name\": \"Ada\"}").expect(writes);
    send(token, "POST", "/v1/users/" + user + "/grants", grant("g")).expect(grants);
  }

  /// Whoever lets a device in as somebody else could do anything in their name.
  @ParameterizedTest
  @EnumSource(Role.class)
  void doNotSignOthersIn(Role role) {
    var token = tokenOf(role);
    var user = "{\"userId\": \"%s\"".formatted(server.user());
    send(token, "POST", "/v1/sessions", user + ", \"kind\": \"web\"}")
        .expectProblem(401, "key_invalid");
    for (var decision : new String[] {"find", "approve", "deny"}) {
      send(token, "POST", "/v1/login/device/" + decision, user + ", \"userCode\": \"BCDF-GHJK\"}")
          .expectProblem(401, "key_invalid");
    }
  }

  /// Who has the link of a portal is signed in at Stripe as the user.
  @ParameterizedTest
  @ValueSource(strings = {"portal", "checkout"})
  void doNotShopAsOthers(String what) {
    var path = "/v1/users/%s/%s".formatted(server.user(), what);
    send(tokenOf(Role.ADMIN), "POST", path, "{}").expectProblem(401, "key_invalid");
  }

  /// A code could be mailed to it, and a later sign-in of another be linked to the account.
  @ParameterizedTest
  @ValueSource(strings = {"\"email\": \"boss@example.com\"", "\"emailVerified\": true"})
  void changeNobodysAddress(String field) {
    var path = "/v1/users/" + server.user();
    var refused = send(tokenOf(Role.ADMIN), "PATCH", path, "{" + field + "}");
    assertThat(refused.expectProblem(403, "scope_missing").at("field")).startsWith("email");
    assertThat(server.get(path).at("email")).isEqualTo("null");
  }

  @Test
  void areNamedInTheAuditLogWithTheirSession() {
    var member = member(Role.SUPPORT);
    var session = server.signIn(member, "web");
    var user = server.user();
    send(session.at("token"), "POST", "/v1/users/" + user + "/suspend", "{\"reason\": \"fraud\"}")
        .expect(200);
    var line = server.get("/v1/audit?userId=" + user).json().path("lines").path(0);
    assertThat(line.path("action").asText()).isEqualTo("user.suspended");
    assertThat(line.path("actor").asText())
        .isEqualTo("user:%s/session:%s".formatted(member, session.at("id")));
    assertThat(line.at("/details/reason").asText()).isEqualTo("fraud");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void loseTheirRightsWithTheNextRequest(Role role) {
    var member = member(role);
    var token = server.signIn(member, "web").at("token");
    send(token, "GET", "/v1/audit", "").expect(200);
    lifecycle().removeRole(member, Authority.ofOperator());
    send(token, "GET", "/v1/audit", "").expectProblem(401, "key_invalid");
    server.as(token, "GET", "/v1/session").expect(200);
  }

  @Test
  void whoseRoleIsLoweredMayLessWithTheNextRequest() {
    var member = member(Role.ADMIN);
    server.run("UPDATE tally.staff SET role = 'support' WHERE user_id = '%s'".formatted(member));
    var token = server.signIn(member, "web").at("token");
    var path = "/v1/users/" + server.user() + "/grants";
    send(token, "POST", path, grant("g")).expectProblem(403, "scope_missing");
    server.run("UPDATE tally.staff SET role = 'admin' WHERE user_id = '%s'".formatted(member));
    send(token, "POST", path, grant("g")).expect(201);
    server.run("UPDATE tally.staff SET role = 'read-only' WHERE user_id = '%s'".formatted(member));
    send(token, "POST", path, grant("h")).expectProblem(403, "scope_missing");
  }

  /// A role is for a person at a browser.
  @ParameterizedTest
  @ValueSource(strings = {"cli", "pat"})
  void haveNoRightsInOtherKindsOfSessions(String kind) {
    var token = server.signIn(member(Role.ADMIN), kind).at("token");
    send(token, "GET", "/v1/audit", "").expectProblem(401, "key_invalid");
    var forged = "tw_" + token.substring(3);
    send(forged, "GET", "/v1/audit", "").expectProblem(401, "session_invalid");
  }

  @Test
  void whoAreSuspendedHaveNoRights() {
    var member = member(Role.ADMIN);
    var token = server.signIn(member, "web").at("token");
    server.post("/v1/users/" + member + "/suspend", "{\"reason\": \"gone\"}").expect(200);
    send(token, "GET", "/v1/audit", "").expectProblem(401, "session_invalid");
  }

  /// A session of before the role would be one that others may have opened.
  @Test
  void signInAgainOnceTheyWereGivenARole() {
    var user = server.user();
    var token = server.signIn(user, "web").at("token");
    assertThat(server.accepts(token)).isTrue();
    lifecycle().addRole(user, Role.ADMIN, Authority.ofOperator());
    send(token, "GET", "/v1/audit", "").expect(401);
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, '', {\"name\": \"Mine\"}",
    "POST, /suspend, {\"reason\": \"r\"}",
    "POST, /reactivate, {\"reason\": \"r\"}",
    "POST, /close, {\"reason\": \"r\"}",
    "DELETE, '', ''"
  })
  void whoMayLessDoNotChangeThem(String method, String word, String body) {
    var admin = member(Role.ADMIN);
    var session = server.signIn(admin, "web").at("token");
    var path = "/v1/users/" + admin + word;
    send(tokenOf(Role.SUPPORT), method, path, body).expectProblem(403, "scope_missing");
    send(server.newKey(Scope.READ, Scope.WRITE), method, path, body)
        .expectProblem(403, "scope_missing");
    assertThat(server.accepts(session)).isTrue();
    send(tokenOf(Role.ADMIN), method, path, body).expect(200);
  }

  /// With a session of an admin a key that may only write could give credits.
  @Test
  void areNotSignedInByWhoMayLess() {
    var admin = member(Role.ADMIN);
    var body = "{\"userId\": \"%s\", \"kind\": \"web\"}".formatted(admin);
    send(server.newKey(Scope.WRITE), "POST", "/v1/sessions", body)
        .expectProblem(403, "scope_missing");
    assertThat(server.get("/v1/users/" + admin + "/sessions").json().path("sessions")).isEmpty();
  }

  @Test
  void losePlaceAndRightsWhenTheyAreDeleted() {
    var member = member(Role.SUPPORT);
    server.send(server.request("/v1/users/" + member).DELETE()).expect(200);
    assertThat(new Staff(server.database(), server.clock()).list())
        .noneMatch(one -> one.userId().equals(member));
    var lines = server.get("/v1/audit?userId=" + member).json().path("lines");
    assertThat(Reply.each(lines, "action")).contains("staff.added", "staff.removed");
  }
}
