package dev.tallystick.http;

import static dev.tallystick.postgres.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceLoginOverHttpTest {
  @RegisterExtension private static final TestingServer server = TestingServer.start();
  @RegisterExtension private static final TestingServer another = server.another();
  @RegisterExtension private static final LedgerHolds ledger = new LedgerHolds(server);

  /// The limit on logins that begin is not what is tested.
  @BeforeEach
  void waitForTries() {
    server.clock().set(server.clock().in(Duration.ofMinutes(10)));
  }

  private static void expectError(Reply reply, String error) {
    reply.expect(400);
    // As OAuth's clients want it; the problem is in the same document.
    assertThat(reply.contentType()).isEqualTo("application/json");
    assertThat(reply.at("error")).as(reply.text()).isEqualTo(error);
    assertThat(reply.at("code")).isEqualTo(error);
    assertThat(reply.at("error_description")).isEqualTo(reply.at("detail")).isNotBlank();
  }

  private static void move(Duration later) {
    server.clock().set(server.clock().in(later));
  }

  @Test
  void signsADeviceInOnceAPersonHasApproved() {
    var user = server.user();
    var login = TestingLogin.start(server);
    assertThat(login.started().json().path("interval").intValue()).isEqualTo(5);
    assertThat(login.started().json().path("expires_in").intValue()).isEqualTo(600);
    assertThat(login.started().at("verification_uri")).endsWith("/device");
    assertThat(login.started().at("verification_uri_complete"))
        .isEqualTo(login.started().at("verification_uri") + "?user_code=" + login.userCode());
    expectError(login.poll(), "authorization_pending");

    var found = login.find(user).expect(200);
    assertThat(found.at("clientName")).isEqualTo("Acme CLI");
    assertThat(found.at("label")).isEqualTo("Ada's laptop");
    assertThat(found.at("status")).isEqualTo("pending");
    assertThat(found.at("address")).isEqualTo("127.0.0.1");
    expectError(login.pollLater(), "authorization_pending");
    assertThat(login.approve(user).expect(200).at("status")).isEqualTo("approved");

    var issued = login.on(another).pollLater().expect(200);
    assertThat(issued.at("token_type")).isEqualTo("Bearer");
    assertThat(issued.at("access_token")).startsWith("tc_");
    assertThat(issued.at("userId")).isEqualTo(user.toString());
    var session = server.as(issued.at("access_token"), "GET", "/v1/session").expect(200);
    assertThat(session.at("id")).isEqualTo(issued.at("sessionId"));
    assertThat(session.at("kind")).isEqualTo("cli");
    assertThat(session.at("label")).isEqualTo("Ada's laptop");
    assertThat(login.find(user).expect(200).at("status")).isEqualTo("redeemed");
    var lines = server.get("/v1/audit?userId=" + user).expect(200).json().path("lines");
    assertThat(Reply.each(lines, "action")).contains("login.approved", "session.opened");
  }

  @Test
  void linksTheFingerprintToTheSession() {
    var user = server.user();
    var body =
        Reply.parse(
            "{\"label\":\"x\",\"fingerprintId\":\"device-7\",\"fingerprintSignature\":\"s\"}");
    var login = TestingLogin.start(server, body.deepCopy());
    login.approve(user).expect(200);
    login.poll().expect(200);
    var sessions =
        server.get("/v1/users/" + user + "/sessions").expect(200).json().path("sessions");
    assertThat(sessions.path(0).path("fingerprintId").asText()).isEqualTo("device-7");
    assertThat(sessions.path(0).path("deviceOutcome").asText()).isEqualTo("allow");
    // The signature was kept as sessions keep it.
    var again =
        Reply.parse(
            "{\"userId\":\"%s\",\"kind\":\"cli\",\"fingerprintId\":\"device-7\",\"fingerprintSignature\":\"s\"}"
                .formatted(user));
    assertThat(server.post("/v1/sessions", again).expect(201).at("deviceOutcome"))
        .isEqualTo("allow");
  }

  private static Reply form(String path, Map<String, String> fields) {
    var body =
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return server.postAs("application/x-www-form-urlencoded", path, body);
  }

  @Test
  void speaksToAnyOAuthClient() {
    var started =
        form("/v1/login/device", Map.of("client_id", "a & b", "scope", "", "audience", "x"));
    var login = new TestingLogin(server, started.expect(200));
    assertThat(login.approve(server.user()).expect(200).at("label")).isEqualTo("a & b");
    var grant = "urn:ietf:params:oauth:grant-type:device_code";
    var poll = Map.of("device_code", login.deviceCode(), "client_id", "a & b", "grant_type", grant);
    assertThat(form("/v1/login/token", poll).expect(200).at("access_token")).startsWith("tc_");
    var other = Map.of("device_code", login.deviceCode(), "grant_type", "password");
    expectError(form("/v1/login/token", other), "unsupported_grant_type");
  }

  @Test
  void tellsAClientThatItWasDenied() {
    var user = server.user();
    var login = TestingLogin.start(server);
    assertThat(login.deny(user).expect(200).at("status")).isEqualTo("denied");
    expectError(login.poll(), "access_denied");
    login.approve(user).expectProblem(409, "login_decided");
    expectError(login.pollLater(), "access_denied");
  }

  @Test
  void expiresInEveryState() {
    var user = server.user();
    var pending = TestingLogin.start(server);
    var approved = TestingLogin.start(server);
    approved.approve(user).expect(200);
    move(Duration.ofMinutes(10).minusMillis(1));
    expectError(pending.poll(), "authorization_pending");
    move(Duration.ofMillis(1));
    expectError(pending.poll(), "expired_token");
    expectError(approved.poll(), "expired_token");
    for (var operation : new String[] {"find", "approve", "deny"}) {
      pending.decide(operation, pending.userCode(), user).expectProblem(422, "code_unknown");
    }
    assertThat(server.get("/v1/users/" + user + "/sessions").json().path("sessions")).isEmpty();
  }

  @Test
  void slowsDownAClientThatAsksTooOftenAndRemembersItOnEveryServer() {
    var login = TestingLogin.start(server);
    expectError(login.poll(), "authorization_pending");
    move(Duration.ofMillis(3_750));
    expectError(login.poll(), "authorization_pending");
    move(Duration.ofMillis(3_749));
    var slowed = login.on(another).poll();
    expectError(slowed, "slow_down");
    assertThat(slowed.json().path("interval").intValue()).isEqualTo(10);
    // The pause begins anew, and the longer one holds from now on.
    move(Duration.ofMillis(7_499));
    assertThat(login.poll().json().path("interval").intValue()).isEqualTo(15);
    move(Duration.ofMillis(11_250));
    expectError(login.on(another).poll(), "authorization_pending");
    for (int i = 0; i < 20; i++) expectError(login.poll(), "slow_down");
    assertThat(login.poll().json().path("interval").intValue()).isEqualTo(60);
    move(Duration.ofSeconds(45));
    expectError(login.poll(), "authorization_pending");
  }

  @Test
  void givesAClientThatLostTheAnswerTheSameSessionWithANewToken() {
    var user = server.user();
    var login = TestingLogin.start(server);
    login.approve(user).expect(200);
    var lost = login.poll().expect(200);
    for (var each : new TestingServer[] {server, another}) {
      assertThat(each.accepts(lost.at("access_token"))).isTrue();
    }
    var got = login.pollLater().expect(200);
    assertThat(got.at("sessionId")).isEqualTo(lost.at("sessionId"));
    assertThat(server.accepts(lost.at("access_token"))).isFalse();
    assertThat(server.accepts(got.at("access_token"))).isTrue();
    eventually("refused", () -> !another.accepts(lost.at("access_token")));
    assertThat(another.accepts(got.at("access_token"))).isTrue();
    assertThat(sessionIds(user)).containsExactly(got.at("sessionId"));
  }

  private static java.util.List<String> sessionIds(UUID user) {
    return Reply.each(
        server.get("/v1/users/" + user + "/sessions").expect(200).json().path("sessions"), "id");
  }

  @Test
  void lettingALostAnswerBeAskedForAgainEndsThirtySecondsAfterTheFirst() {
    var user = server.user();
    var login = TestingLogin.start(server);
    login.approve(user).expect(200);
    login.poll().expect(200);
    move(Duration.ofSeconds(25));
    var last = login.poll().expect(200);
    move(Duration.ofSeconds(5).plusMillis(1));
    // Whoever comes now has a copy of the device code: nobody keeps the session.
    expectError(login.poll(), "invalid_grant");
    assertThat(server.accepts(last.at("access_token"))).isFalse();
    assertThat(sessionIds(user)).isEmpty();
    expectError(login.pollLater(), "invalid_grant");
  }

  @Test
  void isRedeemedWithThePasteCodeAlone() {
    var user = server.user();
    var login = TestingLogin.startPasted(server);
    expectError(login.poll("BCDF-GHJK"), "authorization_pending");
    var pasteCode = login.approve(user).expect(200).at("pasteCode");
    assertThat(pasteCode).matches("[B-Z]{4}-[B-Z]{4}").isNotEqualTo(login.userCode());
    expectError(login.pollLater(), "authorization_pending");
    login.keepPause();
    expectError(login.poll(login.userCode()), "paste_code_wrong");
    // Whose page was lost approves again; the code before is of no more use.
    var another = login.approve(user).expect(200).at("pasteCode");
    login.keepPause();
    expectError(login.poll(pasteCode), "paste_code_wrong");
    login.keepPause();
    var typed = another.toLowerCase(java.util.Locale.ROOT).replace("-", " ");
    login.poll(typed).expect(200);
    // Nor does the device code alone get what was issued.
    expectError(login.pollLater(), "authorization_pending");
    login.keepPause();
    login.poll(another).expect(200);
    assertThat(sessionIds(user)).hasSize(1);
  }

  @Test
  void endsAfterFiveWrongPasteCodes() {
    var user = server.user();
    var login = TestingLogin.startPasted(server);
    var pasteCode = login.approve(user).expect(200).at("pasteCode");
    for (int i = 0; i < 4; i++) {
      expectError(login.poll(login.userCode()), "paste_code_wrong");
      login.keepPause();
    }
    expectError(login.poll(login.userCode()), "access_denied");
    login.keepPause();
    expectError(login.poll(pasteCode), "access_denied");
    assertThat(sessionIds(user)).isEmpty();
  }

  @Test
  void allowsAPersonFiveWrongUserCodesInTenMinutesOnWhicheverServer() {
    var user = server.user();
    var login = TestingLogin.start(server);
    for (int i = 0; i < 5; i++) {
      var each = i % 2 == 0 ? login : login.on(another);
      each.decide("find", "BBBB-BBBB", user).expectProblem(422, "code_unknown");
      // A right one does not win tries back.
      if (i < 4) login.find(user).expect(200);
    }
    for (var operation : new String[] {"find", "approve", "deny"}) {
      login.decide(operation, login.userCode(), user).expectProblem(429, "rate_limited");
    }
    login.find(server.user()).expect(200);
    expectError(login.poll(), "authorization_pending");
    move(Duration.ofMinutes(9).plusSeconds(59));
    login.find(user).expectProblem(429, "rate_limited");
    move(Duration.ofSeconds(1));
    var next = TestingLogin.start(server);
    next.approve(user).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"suspended", "closed"})
  void signsNobodyInWhoIsNotActive(String status) {
    var user = server.user();
    var login = TestingLogin.start(server);
    login.approve(user).expect(200);
    var set = "UPDATE tally.users SET status = '%s' WHERE id = '%s'";
    server.run(set.formatted(status, user));
    expectError(login.poll(), "access_denied");
    TestingLogin.start(server).approve(user).expectProblem(409, "user_inactive");
    login.approve(UUID.randomUUID()).expectProblem(422, "user_unknown");
    server.run(set.formatted("active", user));
    login.pollLater().expect(200);
  }

  @Test
  void anApprovalBeforeARevocationOfAllSessionsIsOfNoUse() {
    var user = server.user();
    var login = TestingLogin.start(server);
    login.approve(user).expect(200);
    another.post("/v1/users/" + user + "/sessions/revoke-all", "").expect(200);
    expectError(login.poll(), "access_denied");
    assertThat(sessionIds(user)).isEmpty();
  }

  @Test
  void aRevokedSessionIsNotIssuedAgain() {
    var user = server.user();
    var login = TestingLogin.start(server);
    login.approve(user).expect(200);
    var token = login.poll().expect(200).at("access_token");
    server.as(token, "DELETE", "/v1/session").expect(200);
    expectError(login.pollLater(), "access_denied");
    assertThat(sessionIds(user)).isEmpty();
  }

  @Test
  void anotherUserCannotTakeAnApprovalOver() {
    var login = TestingLogin.start(server);
    var user = server.user();
    login.approve(user).expect(200);
    login.approve(server.user()).expectProblem(409, "login_decided");
    login.deny(user).expectProblem(409, "login_decided");
    assertThat(login.poll().expect(200).at("userId")).isEqualTo(user.toString());
    login.approve(user).expectProblem(409, "login_decided");
  }

  @Test
  void nothingIsBoundByAGet() {
    var login = TestingLogin.start(server);
    for (var path : new String[] {"approve", "deny", "find"}) {
      server.get("/v1/login/device/" + path).expectProblem(405, "method_not_allowed");
    }
    login.find(server.user()).expect(200);
    assertThat(login.find(server.user()).at("status")).isEqualTo("pending");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      # path         | body                                                  | field
      device         | {}                                                    | label
      device         | {"label": ""}                                         | label
      device         | {"label": "x", "paste": "maybe"}                      | paste
      device         | {"label": "x", "fingerprintSignature": "s"}           | fingerprintId
      token          | {}                                                    | device_code
      token          | {"device_code": 7}                                    | device_code
      token          | {"device_code": "x", "pasteCode": "AEIO-UAEI"}        | pasteCode
      device/find    | {"userId": "{user}"}                                  | userCode
      device/find    | {"userCode": "BCDF-GHJ", "userId": "{user}"}          | userCode
      device/approve | {"userCode": "BCDF-GHJK"}                             | userId
      device/deny    | {"userCode": "BCDF-GHJK", "userId": "me"}             | userId
      """)
  void namesTheFieldAtFault(String path, String body, String field) {
    var reply =
        server.post("/v1/login/" + path, body.replace("{user}", UUID.randomUUID().toString()));
    assertThat(reply.expectProblem(422, "field_invalid").at("field")).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "td_x.y", "tc_00000000-0000-0000-0000-000000000000.x"})
  void knowsNoOtherDeviceCode(String code) {
    expectError(
        server.post("/v1/login/token", "{\"device_code\":\"" + code + "\"}"), "invalid_grant");
  }

  @Test
  void whoHasNotTheWholeDeviceCodeLearnsAndChangesNothing() {
    var login = TestingLogin.start(server);
    login.approve(server.user()).expect(200);
    var guess = "{\"device_code\":\"td_%s.%s\"}".formatted(login.id(), "A".repeat(43));
    for (int i = 0; i < 3; i++) expectError(server.post("/v1/login/token", guess), "invalid_grant");
    login.poll().expect(200);
  }

  @Test
  void keepsAndShowsNoSecret() {
    var user = server.user();
    var login = TestingLogin.startPasted(server);
    var pasteCode = login.approve(user).expect(200).at("pasteCode");
    var shown = new StringBuilder(login.find(user).text());
    shown.append(login.poll(login.userCode()).text());
    login.keepPause();
    var token = login.poll(pasteCode).expect(200).at("access_token");
    shown.append(login.find(user).text()).append(login.deny(user).text());
    shown.append(server.get("/v1/users/" + user + "/sessions").text());
    shown.append(server.as(token, "GET", "/v1/sessions").text());
    shown.append(login.started().at("verification_uri_complete"));
    shown.append(rows());
    var letters = login.userCode().replace("-", "");
    assertThat(shown.toString())
        .doesNotContain(login.secret(), token.substring(token.indexOf('.')), pasteCode)
        .doesNotContain(pasteCode.replace("-", ""), letters);
  }

  private static String rows() {
    return server.database().inTransaction(tx -> tx.query(ROWS).mapTo(String.class).one());
  }

  private static final String ROWS =
      """
      SELECT string_agg(r::text || encode(device_code_hash, 'escape')
                 || encode(user_code_hash, 'escape') || encode(paste_code_hash, 'escape'), ' ')
        FROM tally.login_requests r
      """;

  @Test
  void beginNoMoreOftenThanTheLimit() {
    var body = Reply.parse("{\"label\":\"x\"}");
    for (int i = 0; i < 30; i++) server.post("/v1/login/device", body).expect(200);
    another.post("/v1/login/device", body).expectProblem(429, "rate_limited");
  }
}
